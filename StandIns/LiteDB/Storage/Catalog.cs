namespace LiteDB;

/// <summary>A collection's table. Numbers are never used twice, so a stale one finds nothing rather than something else.</summary>
internal sealed record CollectionTable(long Number, string Name, IReadOnlyList<IndexTable> Indexes)
{
    public string Table { get; } = $"c_{Number}";

    public string SelectByKey { get; } = $"SELECT doc FROM c_{Number} WHERE key = $0";

    public IndexTable IndexOn(string source) => Indexes.FirstOrDefault(index => index.Source == source);
}

/// <summary>An index: the keys of a path, or of every item of the list there.</summary>
internal sealed record IndexTable(long Number, string Name, string Source, bool Unique)
{
    private const string EachItem = "[*]";
    private readonly PathNode _path = new(PathOf(Source).Split('.'), typeof(object));

    public string Table { get; } = $"i_{Number}";

    public bool IsMulti => Source.EndsWith(EachItem, StringComparison.Ordinal);

    public static string SourceOf(PathNode path, bool eachItem) => path.Source + (eachItem ? EachItem : "");

    /// <summary>The distinct keys of a document; one, unless the index is on a list's items.</summary>
    public Dictionary<byte[], BsonValue> KeysOf(BsonDocument document, Collation collation)
    {
        var keys = new Dictionary<byte[], BsonValue>(ByteComparer.Instance);
        var value = _path.Evaluate(document, collation);
        foreach (var item in IsMulti ? value as BsonArray ?? [] : (IEnumerable<BsonValue>)[value])
        {
            keys[KeyCodec.Encode(item, collation)] = item;
        }

        return keys;
    }

    private static string PathOf(string source)
    {
        var path = source.EndsWith(EachItem, StringComparison.Ordinal) ? source[..^EachItem.Length] : source;
        return path["$.".Length..];
    }
}

internal sealed class ByteComparer : IEqualityComparer<byte[]>
{
    public static ByteComparer Instance { get; } = new();

    public bool Equals(byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
