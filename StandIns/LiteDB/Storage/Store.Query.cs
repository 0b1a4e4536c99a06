using Microsoft.Data.Sqlite;

namespace LiteDB;

internal sealed partial class Store
{
    /// <summary>The documents of a query, read as they are asked for; all at once inside a transaction that has written.</summary>
    public IEnumerable<BsonDocument> Query(string collection, QuerySpec query)
    {
        if (_transaction.Value is { Writes: true })
        {
            return Read(session => Run(session, collection, query).Select(row => row.Document).ToList());
        }

        return Stream(collection, query);
    }

    public long Count(string collection, QuerySpec query) => Read(session => Find(session, collection) is { } table
        ? new QueryRunner(session, table, query, Collation, UtcDate).Count()
        : 0);

    private IEnumerable<(long Row, BsonDocument Document)> Run(Session session, string collection, QuerySpec query) =>
        Find(session, collection) is { } table
            ? new QueryRunner(session, table, query, Collation, UtcDate).Run()
            : [];

    private IEnumerable<BsonDocument> Stream(string collection, QuerySpec query)
    {
        using var lease = Rent();
        using var rows = Start(lease.Session, collection, query, out var has);
        while (has)
        {
            yield return rows.Current.Document;
            has = Guarded(rows.MoveNext);
        }
    }

    /// <summary>Goes to the first row; that is where a catalog older than the file shows.</summary>
    private IEnumerator<(long Row, BsonDocument Document)> Start(Session session, string collection, QuerySpec query, out bool has)
    {
        var rows = Run(session, collection, query).GetEnumerator();
        try
        {
            has = rows.MoveNext();
        }
        catch (SqliteException exception) when (SqliteErrors.IsStaleCatalog(exception))
        {
            rows.Dispose();
            _catalog = Schema.ReadCatalog(session);
            rows = Run(session, collection, query).GetEnumerator();
            has = Guarded(rows.MoveNext);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _filename);
        }

        return rows;
    }

    private bool Guarded(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _filename);
        }
    }
}
