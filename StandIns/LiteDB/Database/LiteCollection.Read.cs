using System.Linq.Expressions;

namespace LiteDB;

public sealed partial class LiteCollection<T>
{
    public ILiteQueryable<T> Query() => new LiteQueryable<T>(_source, _mapper, Name);

    public IEnumerable<T> Find(Expression<Func<T, bool>> predicate, int skip = 0, int limit = int.MaxValue) =>
        Query().Where(predicate).Skip(skip).Limit(limit).ToEnumerable();

    public T FindById(BsonValue id) =>
        Store.FindById(Name, GivenId(id)) is { } document ? _mapper.ToObject<T>(document) : default;

    public T FindOne(Expression<Func<T, bool>> predicate) => Query().Where(predicate).FirstOrDefault();

    public IEnumerable<T> FindAll() => Query().ToEnumerable();

    public int Count() => Query().Count();

    public int Count(Expression<Func<T, bool>> predicate) => Query().Where(predicate).Count();

    public long LongCount() => Query().LongCount();

    public long LongCount(Expression<Func<T, bool>> predicate) => Query().Where(predicate).LongCount();

    public bool Exists(Expression<Func<T, bool>> predicate) => Query().Where(predicate).Exists();
}
