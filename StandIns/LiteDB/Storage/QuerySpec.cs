namespace LiteDB;

/// <summary>What a query asks for.</summary>
internal sealed class QuerySpec
{
    public List<QueryNode> Where { get; } = [];

    public PathNode OrderBy { get; set; }

    public bool Descending { get; set; }

    public int Skip { get; set; }

    public int Limit { get; set; } = int.MaxValue;

    /// <summary>The conditions that must all hold, conjunctions taken apart.</summary>
    public List<QueryNode> Conditions() => [.. Where.SelectMany(Parts)];

    private static IEnumerable<QueryNode> Parts(QueryNode node) =>
        node is LogicNode { And: true } both ? Parts(both.Left).Concat(Parts(both.Right)) : [node];
}
