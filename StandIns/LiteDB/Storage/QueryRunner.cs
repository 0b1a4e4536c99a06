using Microsoft.Data.Sqlite;

namespace LiteDB;

/// <summary>Finds the documents of a query on one connection.</summary>
internal sealed class QueryRunner(Session session, CollectionTable table, QuerySpec query, Collation collation, bool utcDate)
{
    /// <summary>The documents with their row numbers, in order, skipped and limited.</summary>
    public IEnumerable<(long Row, BsonDocument Document)> Run()
    {
        var (path, residual, ordered) = Plan();
        var rows = Rows(path, ordered && query.Descending).Where(row => residual.TrueForAll(condition => condition.Holds(row.Document, collation)));
        if (query.OrderBy is { } key && !ordered)
        {
            rows = query.Descending
                ? rows.OrderByDescending(row => key.Evaluate(row.Document, collation), collation)
                : rows.OrderBy(row => key.Evaluate(row.Document, collation), collation);
        }

        return rows.Skip(query.Skip).Take(query.Limit);
    }

    public long Count()
    {
        var (path, residual, _) = Plan();
        if (residual.Count > 0 || path.Index is { IsMulti: true })
        {
            return Run().LongCount();
        }

        var count = path.Ranges.Sum(range => (long)session.Scalar(
            $"SELECT count(*) FROM {path.Index?.Table ?? table.Table} WHERE {Bounds(range)}", Arguments(range)));
        return Math.Clamp(count - query.Skip, 0, query.Limit);
    }

    private static string Bounds(KeyRange range) => (range.From, range.To) switch
    {
        (null, null) => "TRUE",
        ({ } from, { } to) when ReferenceEquals(from, to) => "key = $0",
        (null, _) => $"key {(range.ToIncluded ? "<=" : "<")} $0",
        (_, null) => $"key {(range.FromIncluded ? ">=" : ">")} $0",
        _ => $"key {(range.FromIncluded ? ">=" : ">")} $0 AND key {(range.ToIncluded ? "<=" : "<")} $1",
    };

    private static object[] Arguments(KeyRange range) => (range.From, range.To) switch
    {
        (null, null) => [],
        (null, { } to) => [to],
        ({ } from, null) => [from],
        var (from, to) when ReferenceEquals(from, to) => [from],
        var (from, to) => [from, to],
    };

    private (AccessPath Path, List<QueryNode> Residual, bool Ordered) Plan()
    {
        var conditions = query.Conditions();
        var (path, used) = AccessPath.Choose(table, conditions, collation);
        if (path.Covers)
        {
            conditions.Remove(used);
        }

        // With no better way in, the index on the order saves the sort; the keys of numbers may tie where the numbers do not.
        if (used is null && query.OrderBy is { } order && table.IndexOn(IndexTable.SourceOf(order, eachItem: false)) is { } index)
        {
            path = AccessPath.Scan with { Index = index };
        }

        var ordered = query.OrderBy is { } key && path.Ranges.Count == 1 &&
            (path.Index is null ? key.Fields is ["_id"] : path.Index.Source == IndexTable.SourceOf(key, eachItem: false));
        return (path, conditions, ordered);
    }

    private IEnumerable<(long Row, BsonDocument Document)> Rows(AccessPath path, bool descending)
    {
        var direction = descending ? "DESC" : "ASC";
        var from = path.Index is null
            ? $"{table.Table} d"
            : $"{path.Index.Table} i CROSS JOIN {table.Table} d ON d.row = i.row";
        var seen = path.Index is { IsMulti: true } ? new HashSet<long>() : null;
        foreach (var range in path.Ranges)
        {
            var sql = $"SELECT d.row, d.doc FROM {from} WHERE {Bounds(range).Replace("key", path.Index is null ? "d.key" : "i.key")} ORDER BY " +
                (path.Index is null ? $"d.key {direction}" : $"i.key {direction}, i.row");
            using var rows = session.Read(sql, Arguments(range));
            while (Next(rows) is { } row)
            {
                if (seen is null || seen.Add(row.Row))
                {
                    yield return row;
                }
            }
        }
    }

    private (long Row, BsonDocument Document)? Next(SqliteDataReader rows) =>
        rows.Read() ? (rows.GetInt64(0), DocumentCodec.Decode(rows.GetFieldValue<byte[]>(1), utcDate)) : null;
}
