using System.Linq.Expressions;

namespace LiteDB;

/// <summary>A query being put together; it runs when its results are asked for.</summary>
public class LiteQueryable<T> : ILiteQueryable<T>
{
    private readonly StoreSource _source;
    private readonly BsonMapper _mapper;
    private readonly string _collection;
    private readonly QuerySpec _query = new();

    internal LiteQueryable(StoreSource source, BsonMapper mapper, string collection)
    {
        _source = source;
        _mapper = mapper;
        _collection = collection;
    }

    public ILiteQueryable<T> Where(Expression<Func<T, bool>> predicate)
    {
        _query.Where.Add(PredicateTranslator.Predicate(_mapper, predicate));
        return this;
    }

    public ILiteQueryable<T> OrderBy<K>(Expression<Func<T, K>> keySelector, int order = 1)
    {
        if (_query.OrderBy is not null)
        {
            throw new ArgumentException("ORDER BY already defined in this query builder", nameof(keySelector));
        }

        _query.OrderBy = PredicateTranslator.Path(_mapper, keySelector);
        _query.Descending = order < 0;
        return this;
    }

    public ILiteQueryable<T> OrderByDescending<K>(Expression<Func<T, K>> keySelector) => OrderBy(keySelector, -1);

    public ILiteQueryableResult<T> Limit(int limit)
    {
        _query.Limit = limit;
        return this;
    }

    public ILiteQueryableResult<T> Skip(int offset) => Offset(offset);

    public ILiteQueryableResult<T> Offset(int offset)
    {
        _query.Skip = offset;
        return this;
    }

    public IEnumerable<BsonDocument> ToDocuments() => _source.Store.Query(_collection, _query);

    public IEnumerable<T> ToEnumerable() => ToDocuments().Select(document => _mapper.ToObject<T>(document));

    public List<T> ToList() => [.. ToEnumerable()];

    public T[] ToArray() => [.. ToEnumerable()];

    public T First() => ToEnumerable().First();

    public T FirstOrDefault() => ToEnumerable().FirstOrDefault();

    public T Single() => ToEnumerable().Single();

    public T SingleOrDefault() => ToEnumerable().SingleOrDefault();

    public int Count() => (int)LongCount();

    public long LongCount() => _source.Store.Count(_collection, _query);

    public bool Exists() => ToDocuments().Any();
}
