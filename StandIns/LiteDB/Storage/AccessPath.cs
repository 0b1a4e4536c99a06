namespace LiteDB;

/// <summary>A stretch of keys; a null end is open.</summary>
internal sealed record KeyRange(byte[] From, bool FromIncluded, byte[] To, bool ToIncluded)
{
    public static KeyRange All { get; } = new(null, true, null, true);

    public static KeyRange Only(byte[] key) => new(key, true, key, true);
}

/// <summary>
/// The keys to look at for a predicate. <paramref name="Covers"/> tells that every document found there satisfies the condition
/// that the keys were made from, so that counting needs no documents.
/// </summary>
internal sealed record AccessPath(IndexTable Index, IReadOnlyList<KeyRange> Ranges, int Rank, bool Covers)
{
    public static AccessPath Scan { get; } = new(null, [KeyRange.All], int.MaxValue, Covers: false);

    /// <summary>The best way into the documents that satisfy all conditions.</summary>
    public static (AccessPath Path, QueryNode Used) Choose(CollectionTable table, IReadOnlyList<QueryNode> conditions, Collation collation) =>
        conditions.Select(condition => (Path: For(table, condition, collation), Used: condition))
            .Where(candidate => candidate.Path is not null)
            .DefaultIfEmpty((Scan, null))
            .MinBy(candidate => candidate.Path.Rank);

    private static AccessPath For(CollectionTable table, QueryNode condition, Collation collation) => condition switch
    {
        CompareNode { Left: PathNode path, Right: ConstantNode constant } compare when Find(table, path, false) is var (found, index) && found =>
            ForComparison(index, compare.Operator, constant.Value, collation),
        AnyNode { Items: ConstantNode { Value: BsonArray items }, Operator: CompareOperator.Equal, Right: PathNode path }
            when Find(table, path, false) is var (found, index) && found && items.All(IsPoint) =>
            new AccessPath(index, Points(items, collation), 1, Covers: !items.Any(item => item.IsNumber)),
        AnyNode { Items: PathNode path, Operator: CompareOperator.Equal, Right: ConstantNode constant }
            when Find(table, path, true) is var (found, index) && found && IsPoint(constant.Value) =>
            new AccessPath(index, Points([constant.Value], collation), 0, Covers: !constant.Value.IsNumber),
        _ => null,
    };

    private static (bool Found, IndexTable Index) Find(CollectionTable table, PathNode path, bool eachItem)
    {
        if (!eachItem && path.Fields is ["_id"])
        {
            return (true, null);
        }

        var index = path.Fields.Length == 0 ? null : table.IndexOn(IndexTable.SourceOf(path, eachItem));
        return (index is not null, index);
    }

    /// <summary>Values whose keys are equal exactly when they are.</summary>
    private static bool IsPoint(BsonValue value) =>
        value.Type is not (BsonType.Document or BsonType.Array or BsonType.Decimal or BsonType.Double or BsonType.MinValue or BsonType.MaxValue) &&
        KeyCodec.Fits(value);

    private static KeyRange[] Points(BsonArray values, Collation collation) =>
        [.. values.Select(value => KeyCodec.Encode(value, collation)).Distinct(ByteComparer.Instance).Select(KeyRange.Only)];

    private static AccessPath ForComparison(IndexTable index, CompareOperator comparison, BsonValue value, Collation collation)
    {
        if (comparison == CompareOperator.Like)
        {
            return value.IsString && LikePattern.PrefixOf(value.AsString) is { } prefix && KeyCodec.Fits(value)
                ? ForPrefix(index, prefix, collation)
                : null;
        }

        if (!IsPoint(value))
        {
            return null;
        }

        var key = KeyCodec.Encode(value, collation);
        KeyRange range = comparison switch
        {
            CompareOperator.Equal => KeyRange.Only(key),
            CompareOperator.Less => new(null, true, key, false),
            CompareOperator.LessOrEqual => new(null, true, key, true),
            CompareOperator.Greater => new(key, false, null, true),
            CompareOperator.GreaterOrEqual => new(key, true, null, true),
            _ => null,
        };

        // Fractions share keys with their neighbours beyond a double's precision, so numbers are checked on the documents.
        var rank = comparison == CompareOperator.Equal ? 0 : 3;
        return range is null ? null : new AccessPath(index, [range], rank, Covers: !value.IsNumber);
    }

    private static AccessPath ForPrefix(IndexTable index, string prefix, Collation collation)
    {
        var (from, before) = KeyCodec.Prefix(prefix, collation);
        return new AccessPath(index, [new KeyRange(from, true, before, false)], 2, Covers: true);
    }
}
