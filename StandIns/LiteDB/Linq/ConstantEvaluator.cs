using System.Linq.Expressions;
using System.Reflection;

namespace LiteDB;

/// <summary>The value of an expression that does not depend on the document.</summary>
internal static class ConstantEvaluator
{
    public static object Evaluate(Expression node) => node switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : Evaluate(member.Expression)),
        _ => Compiled(node),
    };

    private static object Compiled(Expression node) =>
        Expression.Lambda<Func<object>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)();
}

internal sealed class ParameterFinder : ExpressionVisitor
{
    private bool _found;

    public static bool Uses(Expression node)
    {
        var finder = new ParameterFinder();
        finder.Visit(node);
        return finder._found;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _found = true;
        return node;
    }
}
