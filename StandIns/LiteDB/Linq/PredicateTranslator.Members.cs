using System.Collections;
using System.Linq.Expressions;

namespace LiteDB;

internal sealed partial class PredicateTranslator
{
    private static bool IsCollection(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private QueryNode VisitMember(MemberExpression member)
    {
        var target = Visit(member.Expression);
        if (Nullable.GetUnderlyingType(member.Expression.Type) is not null)
        {
            return member.Member.Name == "HasValue" ? new CompareNode(target, CompareOperator.NotEqual, new ConstantNode(BsonValue.Null)) : target;
        }

        if (member.Member.Name is "Length" or "Count" && (member.Expression.Type == typeof(string) || IsCollection(member.Expression.Type)))
        {
            return new FunctionNode(target, DocumentFunctions.Length);
        }

        if (target is not PathNode path)
        {
            throw Unsupported(member);
        }

        // The declaring type may be a base of the entity; the entity's own map knows every member.
        var map = mapper.MapOf(member.Expression.Type);
        var field = map.Members.Find(candidate => candidate.Name == member.Member.Name)?.Field
            ?? throw new NotSupportedException($"Member {member.Member.Name} not found on BsonMapper for type {map.Type}.");
        return new PathNode([.. path.Fields, field], member.Type);
    }

    private QueryNode VisitCall(MethodCallExpression call)
    {
        var type = call.Method.DeclaringType;
        if (type == typeof(string))
        {
            return VisitStringCall(call);
        }

        if (call.Method.Name == "get_Item" && call.Arguments is [var key] && Visit(call.Object) is PathNode parent &&
            Visit(key) is ConstantNode { Value: { IsString: true } name })
        {
            return new PathNode([.. parent.Fields, name.AsString], call.Type);
        }

        // As in the real translator, an item is looked for in a list, whichever of the two the document holds.
        var items = call.Object ?? call.Arguments[0];
        var arguments = call.Object is null ? call.Arguments.Skip(1).ToArray() : [.. call.Arguments];
        return call.Method.Name switch
        {
            "Contains" when IsCollection(items.Type) && arguments.Length == 1 => VisitContains(items, arguments[0]),
            "Any" when type == typeof(Enumerable) && arguments is [LambdaExpression test] => VisitAny(items, test),
            "Any" when type == typeof(Enumerable) => new CompareNode(
                new FunctionNode(Visit(items), DocumentFunctions.Length), CompareOperator.Greater, new ConstantNode(0)),
            "Count" when type == typeof(Enumerable) && arguments.Length == 0 => new FunctionNode(Visit(items), DocumentFunctions.Length),
            "Equals" when call.Object is not null && arguments.Length == 1 => Compare(call.Object, CompareOperator.Equal, arguments[0]),
            _ => throw new NotSupportedException(
                $"Method {call.Method.Name} in {type?.Name} are not supported when convert to BsonExpression ({call})."),
        };
    }

    private AnyNode VisitContains(Expression items, Expression item) =>
        new(Visit(items), CompareOperator.Equal, Visit(item));

    private AnyNode VisitAny(Expression items, LambdaExpression test) => test.Body switch
    {
        BinaryExpression { Left: ParameterExpression } binary when OperatorOf(binary.NodeType) is { } comparison =>
            new AnyNode(Visit(items), comparison, Visit(binary.Right)),
        MethodCallExpression { Object: ParameterExpression } call when call.Method.DeclaringType == typeof(string) && LikeOf(call) is { } pattern =>
            new AnyNode(Visit(items), CompareOperator.Like, pattern),
        _ => throw Unsupported(test),
    };

    private QueryNode VisitStringCall(MethodCallExpression call)
    {
        if (call.Object is null)
        {
            return call.Method.Name switch
            {
                "IsNullOrEmpty" => new FunctionNode(Visit(call.Arguments[0]), DocumentFunctions.IsEmpty),
                "IsNullOrWhiteSpace" => new FunctionNode(Visit(call.Arguments[0]), DocumentFunctions.IsBlank),
                "Equals" => Compare(call.Arguments[0], CompareOperator.Equal, call.Arguments[1]),
                _ => throw Unsupported(call),
            };
        }

        return call.Method.Name switch
        {
            "Equals" => Compare(call.Object, CompareOperator.Equal, call.Arguments[0]),
            "ToLower" or "ToLowerInvariant" => new FunctionNode(Visit(call.Object), DocumentFunctions.Lower),
            "ToUpper" or "ToUpperInvariant" => new FunctionNode(Visit(call.Object), DocumentFunctions.Upper),
            "Trim" when call.Arguments.Count == 0 => new FunctionNode(Visit(call.Object), DocumentFunctions.Trim),
            _ when LikeOf(call) is { } pattern => new CompareNode(Visit(call.Object), CompareOperator.Like, pattern),
            _ => throw Unsupported(call),
        };
    }

    private QueryNode LikeOf(MethodCallExpression call)
    {
        Func<string, string> wrap = call.Method.Name switch
        {
            "StartsWith" => text => text + "%",
            "EndsWith" => text => "%" + text,
            "Contains" => text => "%" + text + "%",
            _ => null,
        };
        return wrap is null ? null : Visit(call.Arguments[0]) switch
        {
            ConstantNode { Value.IsString: true } constant => new ConstantNode(wrap(constant.Value.AsString)),
            var value => new FunctionNode(value, text => text.IsString ? wrap(text.AsString) : BsonValue.Null),
        };
    }
}
