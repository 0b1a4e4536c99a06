using System.Linq.Expressions;

namespace LiteDB;

public interface ILiteQueryable<T> : ILiteQueryableResult<T>
{
    ILiteQueryable<T> Where(Expression<Func<T, bool>> predicate);

    ILiteQueryable<T> OrderBy<K>(Expression<Func<T, K>> keySelector, int order = 1);

    ILiteQueryable<T> OrderByDescending<K>(Expression<Func<T, K>> keySelector);
}

public interface ILiteQueryableResult<T>
{
    ILiteQueryableResult<T> Limit(int limit);

    ILiteQueryableResult<T> Skip(int offset);

    ILiteQueryableResult<T> Offset(int offset);

    IEnumerable<BsonDocument> ToDocuments();

    IEnumerable<T> ToEnumerable();

    List<T> ToList();

    T[] ToArray();

    T First();

    T FirstOrDefault();

    T Single();

    T SingleOrDefault();

    int Count();

    long LongCount();

    bool Exists();
}
