namespace LiteDB;

/// <summary>A part of a predicate, evaluated on a document. Missing fields are null; nothing throws for what a document holds.</summary>
internal abstract class QueryNode
{
    public abstract BsonValue Evaluate(BsonDocument document, Collation collation);

    public bool Holds(BsonDocument document, Collation collation) => Evaluate(document, collation) is { IsBoolean: true, AsBoolean: true };
}

internal sealed class ConstantNode(BsonValue value) : QueryNode
{
    public BsonValue Value => value;

    public override BsonValue Evaluate(BsonDocument document, Collation collation) => value;
}

/// <summary>A field, or a field of a field. The clr type tells how a constant beside it was meant.</summary>
internal sealed class PathNode(string[] fields, Type type) : QueryNode
{
    public string[] Fields => fields;

    public Type Type => type;

    public string Source => "$." + string.Join('.', fields);

    public override BsonValue Evaluate(BsonDocument document, Collation collation)
    {
        BsonValue value = document;
        foreach (var field in fields)
        {
            value = value is BsonDocument parent ? parent[field] : BsonValue.Null;
        }

        return value;
    }
}

internal sealed class FunctionNode(QueryNode argument, Func<BsonValue, BsonValue> function) : QueryNode
{
    public override BsonValue Evaluate(BsonDocument document, Collation collation) => function(argument.Evaluate(document, collation));
}

internal sealed class LogicNode(QueryNode left, bool and, QueryNode right) : QueryNode
{
    public QueryNode Left => left;

    public QueryNode Right => right;

    public bool And => and;

    public override BsonValue Evaluate(BsonDocument document, Collation collation) => and
        ? left.Holds(document, collation) && right.Holds(document, collation)
        : left.Holds(document, collation) || right.Holds(document, collation);
}

internal sealed class NotNode(QueryNode operand) : QueryNode
{
    public override BsonValue Evaluate(BsonDocument document, Collation collation) => !operand.Holds(document, collation);
}
