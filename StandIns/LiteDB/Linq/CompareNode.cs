namespace LiteDB;

internal enum CompareOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
}

internal static class CompareOperators
{
    public static bool Holds(this CompareOperator comparison, BsonValue left, BsonValue right, Collation collation) => comparison switch
    {
        CompareOperator.Equal => left.CompareTo(right, collation) == 0,
        CompareOperator.NotEqual => left.CompareTo(right, collation) != 0,
        CompareOperator.Less => left.CompareTo(right, collation) < 0,
        CompareOperator.LessOrEqual => left.CompareTo(right, collation) <= 0,
        CompareOperator.Greater => left.CompareTo(right, collation) > 0,
        CompareOperator.GreaterOrEqual => left.CompareTo(right, collation) >= 0,
        _ => left.IsString && right.IsString && LikePattern.Matches(left.AsString, right.AsString, collation),
    };

    public static CompareOperator Mirrored(this CompareOperator comparison) => comparison switch
    {
        CompareOperator.Less => CompareOperator.Greater,
        CompareOperator.LessOrEqual => CompareOperator.GreaterOrEqual,
        CompareOperator.Greater => CompareOperator.Less,
        CompareOperator.GreaterOrEqual => CompareOperator.LessOrEqual,
        _ => comparison,
    };
}

internal sealed class CompareNode(QueryNode left, CompareOperator comparison, QueryNode right) : QueryNode
{
    public QueryNode Left => left;

    public CompareOperator Operator => comparison;

    public QueryNode Right => right;

    public override BsonValue Evaluate(BsonDocument document, Collation collation) =>
        comparison.Holds(left.Evaluate(document, collation), right.Evaluate(document, collation), collation);
}

/// <summary>Whether any item of a list compares so.</summary>
internal sealed class AnyNode(QueryNode items, CompareOperator comparison, QueryNode right) : QueryNode
{
    public QueryNode Items => items;

    public CompareOperator Operator => comparison;

    public QueryNode Right => right;

    public override BsonValue Evaluate(BsonDocument document, Collation collation)
    {
        var value = right.Evaluate(document, collation);
        return items.Evaluate(document, collation) is BsonArray array &&
            array.Any(item => comparison.Holds(item, value, collation));
    }
}
