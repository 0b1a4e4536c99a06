using Microsoft.Data.Sqlite;

namespace LiteDB;

internal sealed partial class Store
{
    private readonly object _writing = new();
    private readonly ThreadLocal<Transaction> _transaction = new();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.OrdinalIgnoreCase);
    private Session _writer;
    private Dictionary<string, CollectionTable> _writerCatalog;
    private long _writerSchema = -1;

    public bool BeginTrans()
    {
        ThrowIfDisposed();
        if (_transaction.Value is not null)
        {
            return false;
        }

        _transaction.Value = new Transaction();
        return true;
    }

    public bool Commit() => EndTransaction(CommitWriter);

    public bool Rollback() => EndTransaction(RollbackWriter);

    public void Checkpoint() => Read(session =>
    {
        session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        return 0;
    });

    /// <summary>Runs a write in this thread's transaction, or in one of its own. A failed write undoes the whole transaction.</summary>
    private T Write<T>(Func<Session, T> write)
    {
        ThrowIfDisposed();
        var transaction = _transaction.Value;
        var own = transaction is null;
        try
        {
            if (transaction is not { Writes: true })
            {
                BeginWriter();

                // Also a transaction of its own is the thread's while it lasts: what it writes may come from a query it runs.
                _transaction.Value = transaction ??= new Transaction();
                transaction.Writes = true;
            }

            var result = write(_writer);
            if (own)
            {
                CommitWriter();
                _transaction.Value = null;
            }

            return result;
        }
        catch (Exception exception)
        {
            _transaction.Value = null;
            RollbackWriter();
            if (exception is SqliteException sqlite)
            {
                throw SqliteErrors.Translate(sqlite, _filename);
            }

            throw;
        }
    }

    private void BeginWriter()
    {
        if (!Monitor.TryEnter(_writing, Timeout))
        {
            throw LiteErrors.LockTimeout(Timeout);
        }

        // Disposal takes the same lock, so from here on the file stays open.
        ThrowIfDisposed();
        _writer ??= Open();
        _writer.Execute("BEGIN IMMEDIATE");
        var schema = (long)_writer.Scalar("PRAGMA schema_version");
        if (schema != _writerSchema)
        {
            ReloadWriterCatalog();
            _writerSchema = schema;
        }
    }

    private void CommitWriter()
    {
        _writer.Execute("COMMIT");
        if (!ReferenceEquals(_catalog, _writerCatalog))
        {
            _catalog = _writerCatalog;
        }

        Monitor.Exit(_writing);
    }

    private void RollbackWriter()
    {
        if (!Monitor.IsEntered(_writing))
        {
            return;
        }

        try
        {
            _sequences.Clear();
            _writerSchema = -1;
            _writer?.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has undone it already, or never began; a new connection starts afresh either way.
            _writer.Dispose();
            _writer = null;
        }
        finally
        {
            Monitor.Exit(_writing);
        }
    }

    /// <summary>After a table was made or dropped; other threads see it when it is committed.</summary>
    private void ReloadWriterCatalog() => _writerCatalog = Schema.ReadCatalog(_writer);

    private bool EndTransaction(Action end)
    {
        ThrowIfDisposed();
        if (_transaction.Value is not { } transaction)
        {
            return false;
        }

        _transaction.Value = null;
        if (transaction.Writes)
        {
            try
            {
                end();
            }
            catch (SqliteException exception)
            {
                RollbackWriter();
                throw SqliteErrors.Translate(exception, _filename);
            }
        }

        return true;
    }

    private void EndTransactions()
    {
        if (_transaction.Value is { Writes: true })
        {
            RollbackWriter();
        }

        // A thread that began a transaction and never ended it must not keep the file open for ever.
        var entered = Monitor.TryEnter(_writing, TimeSpan.FromSeconds(5));
        _writer?.Dispose();
        _writer = null;
        if (entered)
        {
            Monitor.Exit(_writing);
        }
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
        {
            throw LiteErrors.EngineDisposed();
        }
    }

    private sealed class Transaction
    {
        /// <summary>Whether it has written, and so holds the write lock.</summary>
        public bool Writes { get; set; }
    }
}
