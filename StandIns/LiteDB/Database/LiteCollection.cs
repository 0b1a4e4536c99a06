using System.Linq.Expressions;
using System.Text.RegularExpressions;

namespace LiteDB;

/// <summary>The documents under one name. Holds nothing open; make as many as needed.</summary>
public sealed partial class LiteCollection<T> : ILiteCollection<T>
{
    private readonly StoreSource _source;
    private readonly BsonMapper _mapper;
    private readonly MemberMap _id;

    internal LiteCollection(string name, BsonAutoId autoId, StoreSource source, BsonMapper mapper)
    {
        Name = name ?? mapper.ResolveCollectionName(typeof(T));
        _source = source;
        _mapper = mapper;
        _id = typeof(T) == typeof(BsonDocument) ? null : mapper.MapOf(typeof(T)).Id;
        AutoId = _id is { AutoId: true } ? AutoIdOf(Nullable.GetUnderlyingType(_id.Type) ?? _id.Type) : autoId;
    }

    public string Name { get; }

    public BsonAutoId AutoId { get; }

    private Store Store => _source.Store;

    public bool EnsureIndex<K>(string name, Expression<Func<T, K>> keySelector, bool unique = false)
    {
        var path = PredicateTranslator.Path(_mapper, keySelector);
        var eachItem = typeof(K) != typeof(byte[]) && TypeShapes.IsEnumerable(typeof(K));
        return eachItem && unique
            ? throw new LiteException(0, "Multikey index expression do not support unique option")
            : Store.EnsureIndex(Name, name, IndexTable.SourceOf(path, eachItem), unique);
    }

    public bool EnsureIndex<K>(Expression<Func<T, K>> keySelector, bool unique = false)
    {
        var source = PredicateTranslator.Path(_mapper, keySelector).Source;
        return EnsureIndex(NotAlphanumeric().Replace(source, ""), keySelector, unique);
    }

    public bool DropIndex(string name) => Store.DropIndex(Name, name);

    private static BsonAutoId AutoIdOf(Type type) =>
        type == typeof(int) ? BsonAutoId.Int32
        : type == typeof(long) ? BsonAutoId.Int64
        : type == typeof(Guid) ? BsonAutoId.Guid
        : BsonAutoId.ObjectId;

    [GeneratedRegex("[^a-zA-Z0-9]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotAlphanumeric();
}
