using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace LiteDB;

/// <summary>
/// One open file. Any number of threads read, each through a connection of its own; one thread of one process writes at a time.
/// A thread that has begun a transaction and written in it reads what it wrote; others do not until it commits.
/// </summary>
internal sealed partial class Store : IDisposable
{
    private readonly ConcurrentBag<Session> _idle = [];
    private readonly string _filename;
    private readonly bool _readOnly;
    private readonly bool _temporary;
    private volatile bool _disposed;
    private volatile Dictionary<string, CollectionTable> _catalog;

    public Store(ConnectionString settings)
    {
        _temporary = settings.Filename is ":memory:" or ":temp:";
        _filename = _temporary ? Path.Combine(Path.GetTempPath(), $"litedb-{Guid.NewGuid():N}.db") : settings.Filename;
        _readOnly = settings.ReadOnly;
        if (_readOnly && !File.Exists(_filename))
        {
            throw new FileNotFoundException($"Could not find file '{_filename}'.", _filename);
        }

        Session session = null;
        try
        {
            session = new Session(_filename, _readOnly);
            Schema.Ensure(session, settings.Collation ?? Collation.Default, _readOnly);
            Collation = new Collation((string)Schema.ReadSetting(session, "collation"));
            UtcDate = Schema.ReadSetting(session, "utcDate") is 1L;
            _catalog = Schema.ReadCatalog(session);
            _idle.Add(session);
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            throw SqliteErrors.Translate(exception, _filename);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    public Collation Collation { get; }

    public bool UtcDate { get; private set; }

    /// <summary>How long a write waits for another thread's.</summary>
    public TimeSpan Timeout
    {
        get;
        set => field = (int)value.TotalSeconds > 0 ? value : throw new LiteException(0, "Pragma TIMEOUT must be greater than zero");
    } = TimeSpan.FromMinutes(1);

    public int UserVersion
    {
        get => Read(session => (int)(Schema.ReadSetting(session, "userVersion") as long? ?? 0L));
        set => Write(session =>
        {
            Schema.WriteSetting(session, "userVersion", value);
            return 0;
        });
    }

    public void SetUtcDate(bool value)
    {
        Write(session =>
        {
            Schema.WriteSetting(session, "utcDate", value ? 1 : 0);
            return 0;
        });
        UtcDate = value;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        EndTransactions();
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        if (_temporary)
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(_filename + suffix);
            }
        }
    }

    public BsonDocument FindById(string collection, BsonValue id)
    {
        var key = KeyCodec.Fits(id) ? KeyCodec.Encode(id, Collation) : null;
        return key is null ? null : Read(session =>
        {
            if (Find(session, collection) is not { } table)
            {
                return null;
            }

            using var row = session.Read(table.SelectByKey, key);
            return row.Read() ? DocumentCodec.Decode(row.GetFieldValue<byte[]>(0), UtcDate) : null;
        });
    }

    public IEnumerable<string> CollectionNames() =>
        Read(session => Schema.ReadCatalog(session).Values.Select(table => table.Name).ToList());

    /// <summary>Runs a read, once more if the catalog turns out to be older than the file.</summary>
    private T Read<T>(Func<Session, T> read)
    {
        using var lease = Rent();
        try
        {
            try
            {
                return read(lease.Session);
            }
            catch (SqliteException exception) when (SqliteErrors.IsStaleCatalog(exception) && !lease.IsWriter)
            {
                _catalog = Schema.ReadCatalog(lease.Session);
                return read(lease.Session);
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _filename);
        }
    }

    /// <summary>The table of a collection, also when another process has made it since; null when there is none.</summary>
    private CollectionTable Find(Session session, string collection)
    {
        if (session == _writer)
        {
            return _writerCatalog.GetValueOrDefault(collection);
        }

        if (_catalog.TryGetValue(collection, out var table))
        {
            return table;
        }

        _catalog = Schema.ReadCatalog(session);
        return _catalog.GetValueOrDefault(collection);
    }

    private Lease Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _transaction.Value is { Writes: true }
            ? new Lease(this, _writer, IsWriter: true)
            : new Lease(this, _idle.TryTake(out var session) ? session : Open(), IsWriter: false);
    }

    private Session Open()
    {
        try
        {
            return new Session(_filename, _readOnly);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _filename);
        }
    }

    private void Return(Session session)
    {
        _idle.Add(session);

        // Disposal may have emptied the pool between the check and the return.
        if (_disposed && _idle.TryTake(out var late))
        {
            late.Dispose();
        }
    }

    private readonly record struct Lease(Store Store, Session Session, bool IsWriter) : IDisposable
    {
        public void Dispose()
        {
            if (!IsWriter)
            {
                Store.Return(Session);
            }
        }
    }
}
