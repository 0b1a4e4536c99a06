using System.Linq.Expressions;

namespace LiteDB;

public interface ILiteCollection<T>
{
    string Name { get; }

    BsonAutoId AutoId { get; }

    bool Upsert(T entity);

    int Upsert(IEnumerable<T> entities);

    bool Upsert(BsonValue id, T entity);

    bool Update(T entity);

    bool Update(BsonValue id, T entity);

    int Update(IEnumerable<T> entities);

    BsonValue Insert(T entity);

    void Insert(BsonValue id, T entity);

    int Insert(IEnumerable<T> entities);

    bool EnsureIndex<K>(string name, Expression<Func<T, K>> keySelector, bool unique = false);

    bool EnsureIndex<K>(Expression<Func<T, K>> keySelector, bool unique = false);

    bool DropIndex(string name);

    ILiteQueryable<T> Query();

    IEnumerable<T> Find(Expression<Func<T, bool>> predicate, int skip = 0, int limit = int.MaxValue);

    T FindById(BsonValue id);

    T FindOne(Expression<Func<T, bool>> predicate);

    IEnumerable<T> FindAll();

    bool Delete(BsonValue id);

    int DeleteAll();

    int DeleteMany(Expression<Func<T, bool>> predicate);

    int Count();

    int Count(Expression<Func<T, bool>> predicate);

    long LongCount();

    long LongCount(Expression<Func<T, bool>> predicate);

    bool Exists(Expression<Func<T, bool>> predicate);
}
