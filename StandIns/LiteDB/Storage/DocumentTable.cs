using Microsoft.Data.Sqlite;

namespace LiteDB;

/// <summary>Writes documents and their index entries, inside a transaction.</summary>
internal sealed class DocumentTable(Session session, CollectionTable table, Collation collation)
{
    public void Insert(BsonDocument document)
    {
        var id = document["_id"];
        if (id.IsNull || id.IsMinValue || id.IsMaxValue)
        {
            throw LiteErrors.InvalidDataType("_id", id);
        }

        long row;
        try
        {
            row = (long)session.Scalar(
                $"INSERT INTO {table.Table}(key, doc) VALUES($0, $1) RETURNING row", KeyCodec.Encode(id, collation), DocumentCodec.Encode(document));
        }
        catch (SqliteException exception) when (SqliteErrors.IsUniqueness(exception))
        {
            throw LiteErrors.DuplicateKey("_id", id);
        }

        foreach (var index in table.Indexes)
        {
            Reindex(index, row, null, document);
        }
    }

    /// <summary>Replaces the document with the same <c>_id</c>; false when there is none.</summary>
    public bool Update(BsonDocument document)
    {
        var id = document["_id"];
        if (id.IsNull || !KeyCodec.Fits(id))
        {
            return false;
        }

        var key = KeyCodec.Encode(id, collation);
        if (table.Indexes.Count == 0)
        {
            return session.Execute($"UPDATE {table.Table} SET doc = $1 WHERE key = $0", key, DocumentCodec.Encode(document)) > 0;
        }

        if (Read(key) is not var (row, former))
        {
            return false;
        }

        session.Execute($"UPDATE {table.Table} SET doc = $1 WHERE row = $0", row, DocumentCodec.Encode(document));
        foreach (var index in table.Indexes)
        {
            Reindex(index, row, former, document);
        }

        return true;
    }

    public bool Delete(BsonValue id)
    {
        if (!KeyCodec.Fits(id))
        {
            return false;
        }

        var key = KeyCodec.Encode(id, collation);
        if (table.Indexes.Count == 0)
        {
            return session.Execute($"DELETE FROM {table.Table} WHERE key = $0", key) > 0;
        }

        if (Read(key) is not var (row, former))
        {
            return false;
        }

        Delete(row, former);
        return true;
    }

    public void Delete(long row, BsonDocument document)
    {
        session.Execute($"DELETE FROM {table.Table} WHERE row = $0", row);
        foreach (var index in table.Indexes)
        {
            Reindex(index, row, document, null);
        }
    }

    public int DeleteAll()
    {
        foreach (var index in table.Indexes)
        {
            session.Execute($"DELETE FROM {index.Table}");
        }

        return session.Execute($"DELETE FROM {table.Table}");
    }

    /// <summary>Brings the entries of a row from one document to another; only what differs is written.</summary>
    public void Reindex(IndexTable index, long row, BsonDocument former, BsonDocument current)
    {
        var before = former is null ? [] : index.KeysOf(former, collation);
        var after = current is null ? [] : index.KeysOf(current, collation);
        foreach (var key in before.Keys.Where(key => !after.ContainsKey(key)))
        {
            session.Execute($"DELETE FROM {index.Table} WHERE key = $0 AND row = $1", key, row);
        }

        foreach (var (key, value) in after.Where(entry => !before.ContainsKey(entry.Key)))
        {
            if (index.Unique && session.Scalar($"SELECT 1 FROM {index.Table} WHERE key = $0", key) is not null)
            {
                throw LiteErrors.DuplicateKey(index.Name, value);
            }

            session.Execute($"INSERT INTO {index.Table}(key, row) VALUES($0, $1)", key, row);
        }
    }

    /// <summary>The <c>_id</c> that sorts last, or null.</summary>
    public BsonValue LastId()
    {
        using var rows = session.Read($"SELECT doc FROM {table.Table} ORDER BY key DESC LIMIT 1");
        return rows.Read() ? DocumentCodec.Decode(rows.GetFieldValue<byte[]>(0), utcDate: true)["_id"] : null;
    }

    private (long Row, BsonDocument Document)? Read(byte[] key)
    {
        using var rows = session.Read($"SELECT row, doc FROM {table.Table} WHERE key = $0", key);
        return rows.Read() ? (rows.GetInt64(0), DocumentCodec.Decode(rows.GetFieldValue<byte[]>(1), utcDate: true)) : null;
    }
}
