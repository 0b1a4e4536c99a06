namespace LiteDB;

/// <summary>What the file holds beside documents: its mark, its settings, and the catalog of collections and indexes.</summary>
internal static class Schema
{
    /// <summary>The mark in the file's header that tells it from other SQLite files.</summary>
    private const long ApplicationId = 0x4C445342;

    /// <summary>Makes the tables of a new file; refuses a file that is something else.</summary>
    public static void Ensure(Session session, Collation collation, bool readOnly)
    {
        if (IsOurs(session))
        {
            return;
        }

        if (readOnly)
        {
            throw LiteErrors.InvalidDatabase();
        }

        // Pages that hold a typical document whole; must precede the first write.
        session.Run("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;");
        session.Run("BEGIN IMMEDIATE");
        try
        {
            if (!IsOurs(session))
            {
                session.Run($"""
                    CREATE TABLE settings(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
                    CREATE TABLE collections(number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
                    CREATE TABLE indexes(number INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL,
                        name TEXT NOT NULL COLLATE NOCASE, source TEXT NOT NULL, is_unique INTEGER NOT NULL, UNIQUE(collection, name));
                    PRAGMA application_id = {ApplicationId};
                    """);
                WriteSetting(session, "collation", collation.ToString());
            }

            session.Run("COMMIT");
        }
        catch
        {
            session.Run("ROLLBACK");
            throw;
        }
    }

    public static object ReadSetting(Session session, string name) => session.Scalar("SELECT value FROM settings WHERE name = $0", name);

    public static void WriteSetting(Session session, string name, object value) =>
        session.Execute("INSERT INTO settings VALUES($0, $1) ON CONFLICT(name) DO UPDATE SET value = excluded.value", name, value);

    public static Dictionary<string, CollectionTable> ReadCatalog(Session session)
    {
        var indexes = new List<(long Collection, IndexTable Index)>();
        using (var rows = session.Read("SELECT collection, number, name, source, is_unique FROM indexes ORDER BY number"))
        {
            while (rows.Read())
            {
                indexes.Add((rows.GetInt64(0), new IndexTable(rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4))));
            }
        }

        var byCollection = indexes.ToLookup(entry => entry.Collection, entry => entry.Index);
        var catalog = new Dictionary<string, CollectionTable>(StringComparer.OrdinalIgnoreCase);
        using var tables = session.Read("SELECT number, name FROM collections ORDER BY number");
        while (tables.Read())
        {
            var number = tables.GetInt64(0);
            catalog.Add(tables.GetString(1), new CollectionTable(number, tables.GetString(1), [.. byCollection[number]]));
        }

        return catalog;
    }

    /// <summary>Whether the file is one of these; false for one that is empty.</summary>
    private static bool IsOurs(Session session)
    {
        // In this order: another process that makes the tables in between is then seen to have marked them too.
        var isEmpty = (long)session.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        var mark = (long)session.Scalar("PRAGMA application_id");
        if (mark != ApplicationId && !(isEmpty && mark == 0))
        {
            throw LiteErrors.InvalidDatabase();
        }

        return mark == ApplicationId;
    }
}
