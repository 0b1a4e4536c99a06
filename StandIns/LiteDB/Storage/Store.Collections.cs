namespace LiteDB;

internal sealed partial class Store
{
    private const int MaxIndexName = 32;

    public bool DropCollection(string collection) => Write(session =>
    {
        if (Find(session, collection) is not { } table)
        {
            return false;
        }

        foreach (var index in table.Indexes)
        {
            session.Run($"DROP TABLE {index.Table}");
        }

        session.Run($"DROP TABLE {table.Table}");
        session.Execute("DELETE FROM indexes WHERE collection = $0", table.Number);
        session.Execute("DELETE FROM collections WHERE number = $0", table.Number);
        _sequences.Remove(collection);
        ReloadWriterCatalog();
        return true;
    });

    public bool RenameCollection(string collection, string name) => Write(session =>
    {
        Check(name);
        if (collection.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            throw LiteErrors.InvalidCollectionName(name, "New name must be different from current name");
        }

        if (Find(session, collection) is not { } table)
        {
            throw LiteErrors.CollectionNotFound(collection);
        }

        if (Find(session, name) is not null)
        {
            throw LiteErrors.CollectionAlreadyExist(name);
        }

        session.Execute("UPDATE collections SET name = $1 WHERE number = $0", table.Number, name);
        TouchSchema(session);
        return true;
    });

    /// <summary>Makes an index of what is there; false when it is there already.</summary>
    public bool EnsureIndex(string collection, string name, string source, bool unique)
    {
        CheckIndex(collection, name);
        if (source == "$._id")
        {
            return false;
        }

        return Write(session =>
        {
            var table = Ensure(session, collection);
            if (table.Indexes.FirstOrDefault(index => index.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } existing)
            {
                return existing.Source == source ? false : throw LiteErrors.IndexAlreadyExist(name);
            }

            session.Execute(
                "INSERT INTO indexes(collection, name, source, is_unique) VALUES($0, $1, $2, $3)", table.Number, name, source, unique ? 1 : 0);
            var number = (long)session.Scalar("SELECT last_insert_rowid()");
            var created = new IndexTable(number, name, source, unique);
            session.Run($"CREATE TABLE {created.Table}(key BLOB NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(key, row)) WITHOUT ROWID");
            var documents = Documents(session, table);
            foreach (var (row, document) in Run(session, collection, new QuerySpec()))
            {
                documents.Reindex(created, row, null, document);
            }

            ReloadWriterCatalog();
            return true;
        });
    }

    public bool DropIndex(string collection, string name)
    {
        if (name == "_id")
        {
            throw LiteErrors.IndexDropId();
        }

        return Write(session =>
        {
            var index = Find(session, collection)?.Indexes.FirstOrDefault(index => index.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index is null)
            {
                return false;
            }

            session.Run($"DROP TABLE {index.Table}");
            session.Execute("DELETE FROM indexes WHERE number = $0", index.Number);
            ReloadWriterCatalog();
            return true;
        });
    }

    private static bool IsWord(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '$');

    private static void Check(string collection)
    {
        if (!IsWord(collection))
        {
            throw LiteErrors.InvalidCollectionName(collection, "Use only [a-Z$_]");
        }

        if (collection.StartsWith('$'))
        {
            throw LiteErrors.InvalidCollectionName(collection, "Collection can't starts with `$` (reserved for system collections)");
        }
    }

    private static void CheckIndex(string collection, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        var reason = name.Length > MaxIndexName ? $"MaxLength = {MaxIndexName}"
            : !IsWord(name) ? "Use only [a-Z$_]"
            : name.StartsWith('$') ? "Index name can't start with `$`"
            : null;
        if (reason is not null)
        {
            throw LiteErrors.InvalidIndexName(name, collection, reason);
        }
    }

    private CollectionTable Ensure(Session session, string collection)
    {
        if (Find(session, collection) is { } found)
        {
            return found;
        }

        Check(collection);
        session.Execute("INSERT INTO collections(name) VALUES($0)", collection);
        var number = (long)session.Scalar("SELECT last_insert_rowid()");
        session.Run($"CREATE TABLE c_{number}(row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)");
        ReloadWriterCatalog();
        return _writerCatalog[collection];
    }

    /// <summary>Lets other processes notice a change of names, which is no change of tables.</summary>
    private void TouchSchema(Session session)
    {
        session.Run("CREATE TABLE touched(x); DROP TABLE touched;");
        ReloadWriterCatalog();
    }
}
