using System.Linq.Expressions;

namespace LiteDB;

/// <summary>
/// Turns a lambda over an entity into <see cref="QueryNode"/>s over its document. What has no meaning on a document is
/// refused with <see cref="NotSupportedException"/>, never evaluated as something else.
/// </summary>
internal sealed partial class PredicateTranslator(BsonMapper mapper)
{
    public static QueryNode Predicate(BsonMapper mapper, LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return new PredicateTranslator(mapper).VisitCondition(lambda.Body);
    }

    public static PathNode Path(BsonMapper mapper, LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return new PredicateTranslator(mapper).Visit(lambda.Body) as PathNode
            ?? throw new NotSupportedException($"{lambda} is not a member of a document.");
    }

    private static NotSupportedException Unsupported(Expression node) =>
        new($"{node.NodeType} is not supported when converted to an expression over documents ({node}).");

    private static CompareOperator? OperatorOf(ExpressionType type) => type switch
    {
        ExpressionType.Equal => CompareOperator.Equal,
        ExpressionType.NotEqual => CompareOperator.NotEqual,
        ExpressionType.LessThan => CompareOperator.Less,
        ExpressionType.LessThanOrEqual => CompareOperator.LessOrEqual,
        ExpressionType.GreaterThan => CompareOperator.Greater,
        ExpressionType.GreaterThanOrEqual => CompareOperator.GreaterOrEqual,
        _ => null,
    };

    private static CompareNode IsTrue(QueryNode node) => new(node, CompareOperator.Equal, new ConstantNode(true));

    /// <summary>Visits where a truth is needed: a bare member or call means that it is true.</summary>
    private QueryNode VisitCondition(Expression node)
    {
        var visited = Visit(node);
        return visited is PathNode or FunctionNode or ConstantNode ? IsTrue(visited) : visited;
    }

    private QueryNode Visit(Expression node)
    {
        if (!ParameterFinder.Uses(node))
        {
            return new ConstantNode(ToBson(ConstantEvaluator.Evaluate(node)));
        }

        return node switch
        {
            BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } and =>
                new LogicNode(VisitCondition(and.Left), true, VisitCondition(and.Right)),
            BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } or =>
                new LogicNode(VisitCondition(or.Left), false, VisitCondition(or.Right)),
            BinaryExpression binary when OperatorOf(binary.NodeType) is { } comparison => Compare(binary.Left, comparison, binary.Right),
            UnaryExpression { NodeType: ExpressionType.Not } not => VisitNot(not.Operand),
            UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert => VisitConvert(convert),
            UnaryExpression { NodeType: ExpressionType.ArrayLength } length => new FunctionNode(Visit(length.Operand), DocumentFunctions.Length),
            MemberExpression member => VisitMember(member),
            MethodCallExpression call => VisitCall(call),
            ParameterExpression => new PathNode([], node.Type),
            _ => throw Unsupported(node),
        };
    }

    private QueryNode VisitNot(Expression operand) => Visit(operand) switch
    {
        PathNode path => new CompareNode(path, CompareOperator.Equal, new ConstantNode(false)),
        var condition => new NotNode(condition is FunctionNode ? IsTrue(condition) : condition),
    };

    private QueryNode VisitConvert(UnaryExpression convert)
    {
        var from = Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type;
        var to = Nullable.GetUnderlyingType(convert.Type) ?? convert.Type;
        var truncates = (from == typeof(double) || from == typeof(float) || from == typeof(decimal)) && (to == typeof(int) || to == typeof(long));
        return truncates ? throw Unsupported(convert) : Visit(convert.Operand);
    }

    private CompareNode Compare(Expression left, CompareOperator comparison, Expression right)
    {
        var (first, second) = (Visit(left), Visit(right));
        return first is ConstantNode
            ? new CompareNode(second, comparison.Mirrored(), Aligned(first, second))
            : new CompareNode(first, comparison, Aligned(second, first));
    }

    /// <summary>The compiler compares enums as numbers; documents hold what the mapper writes for the enum.</summary>
    private QueryNode Aligned(QueryNode node, QueryNode beside)
    {
        if (node is not ConstantNode { Value.IsNumber: true } constant || beside is not PathNode path)
        {
            return node;
        }

        var type = Nullable.GetUnderlyingType(path.Type) ?? path.Type;
        return type.IsEnum ? new ConstantNode(ToBson(Enum.ToObject(type, constant.Value.AsInt64))) : node;
    }

    /// <summary>Strings are compared as they are given; the mapper's trimming is for documents.</summary>
    private BsonValue ToBson(object value) => value switch
    {
        null => BsonValue.Null,
        string text => new BsonValue(text),
        _ => mapper.Serialize(value.GetType(), value),
    };
}
