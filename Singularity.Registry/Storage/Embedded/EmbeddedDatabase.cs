using LiteDB;
using Microsoft.Extensions.Options;
using Singularity.Registry.Advisories.Stores;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// The embedded file, shared with other processes of this user. A damaged file is moved aside, whenever the damage shows, and a new one takes its
/// place while the service runs; one that is locked or whose disk is full is left out for a while and tried again.
/// </summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    // Held for reading by whoever uses the file, for writing by whoever replaces it, so that nothing is written into a file that was moved aside.
    private readonly ReaderWriterLockSlim _replacing = new(LockRecursionPolicy.SupportsRecursion);
    private readonly ILogger<EmbeddedDatabase> _logger;
    private readonly EmbeddedReplacement _replacement;
    private readonly EmbeddedBreak _reads;
    private readonly EmbeddedBreak _writes;
    private EmbeddedFile? _file;
    private volatile EmbeddedFile? _damaged;
    private bool _disposed;

    public EmbeddedDatabase(IOptions<EmbeddedOptions> options, TimeProvider timeProvider, ILogger<EmbeddedDatabase> logger)
    {
        (Path, _logger) = (options.Value.File, logger);
        _replacement = new EmbeddedReplacement(Path, timeProvider, logger);
        _reads = new EmbeddedBreak(options.Value.Retry, timeProvider);
        _writes = new EmbeddedBreak(options.Value.Retry, timeProvider);
        Packages = new EmbeddedCollection<EmbeddedPackage>(this, "packages");
        Versions = new EmbeddedCollection<EmbeddedVersion>(this, "versions");
        PackageDocuments = new EmbeddedCollection<BsonDocument>(this, "packages");
        VersionDocuments = new EmbeddedCollection<BsonDocument>(this, "versions");
        Snippets = new EmbeddedCollection<EmbeddedSnippets>(this, "snippets");
        Jobs = new EmbeddedCollection<EmbeddedJob>(this, "jobs");
        JobItems = new EmbeddedCollection<EmbeddedJobItem>(this, "job_items");
        Advisories = new EmbeddedCollection<EmbeddedAdvisory>(this, "advisories");
        AdvisoryPackages = new EmbeddedCollection<EmbeddedAdvisoryPackage>(this, "advisory_packages");
        AdvisoryFeeds = new EmbeddedCollection<EmbeddedAdvisoryFeed>(this, "advisory_feeds");
        try
        {
            EnsureOpen();
        }
        catch (EmbeddedFileException fault)
        {
            // The service does without until the file answers.
            Break(_reads, "reads", fault);
            Break(_writes, "writes", fault);
        }
    }

    public string Path { get; }

    public EmbeddedCollection<EmbeddedPackage> Packages { get; }

    public EmbeddedCollection<EmbeddedVersion> Versions { get; }

    /// <summary><see cref="Packages"/> for a read that needs a field or two: to make an object of a document costs as much as to find it.</summary>
    public EmbeddedCollection<BsonDocument> PackageDocuments { get; }

    /// <summary><see cref="Versions"/>, likewise.</summary>
    public EmbeddedCollection<BsonDocument> VersionDocuments { get; }

    public EmbeddedCollection<EmbeddedSnippets> Snippets { get; }

    public EmbeddedCollection<EmbeddedJob> Jobs { get; }

    public EmbeddedCollection<EmbeddedJobItem> JobItems { get; }

    public EmbeddedCollection<EmbeddedAdvisory> Advisories { get; }

    public EmbeddedCollection<EmbeddedAdvisoryPackage> AdvisoryPackages { get; }

    public EmbeddedCollection<EmbeddedAdvisoryFeed> AdvisoryFeeds { get; }

    /// <summary>Runs the action in one transaction: all of it is stored, or nothing, and nobody writes in between. It may run twice, the second time on a new file.</summary>
    public T InTransaction<T>(Func<T> action) => Write(action, static (file, action) => file.InTransaction(action));

    /// <summary>Reads, a second time on the new file when the file turns out to be damaged.</summary>
    public TResult Read<TState, TResult>(TState state, Func<EmbeddedFile, TState, TResult> action) => Run(_reads, "reads", state, action);

    /// <summary>As <see cref="Read"/>; a file that does not take writes still answers reads.</summary>
    public TResult Write<TState, TResult>(TState state, Func<EmbeddedFile, TState, TResult> action) => Run(_writes, "writes", state, action);

    public void Dispose()
    {
        _replacing.EnterWriteLock();
        try
        {
            _disposed = true;
            _file?.Dispose();
            _file = null;
        }
        finally
        {
            _replacing.ExitWriteLock();
        }
    }

    private TResult Run<TState, TResult>(EmbeddedBreak guard, string use, TState state, Func<EmbeddedFile, TState, TResult> action)
    {
        if (_replacing.IsReadLockHeld)
        {
            // Within a larger action, which handles what goes wrong.
            return action(_file!, state);
        }

        guard.ThrowIfOpen();
        try
        {
            TResult result;
            try
            {
                result = RunOnce(state, action);
            }
            catch (EmbeddedFileException damage) when (damage.Fault is EmbeddedFault.Damaged)
            {
                Replace(damage);
                result = RunOnce(state, action);
            }

            if (guard.Close())
            {
                EmbeddedLog.AnswersAgain(_logger, Path, use);
            }

            return result;
        }
        catch (EmbeddedFileException fault) when (fault.Fault is not EmbeddedFault.Replaced)
        {
            Break(guard, use, fault);
            throw;
        }
    }

    private TResult RunOnce<TState, TResult>(TState state, Func<EmbeddedFile, TState, TResult> action)
    {
        EnterOpen();
        try
        {
            return action(_file!, state);
        }
        catch (EmbeddedFileException damage) when (damage.Fault is EmbeddedFault.Damaged)
        {
            _damaged = _file;
            throw;
        }
        finally
        {
            _replacing.ExitReadLock();
        }
    }

    // On return the lock is held for reading, and the file is open.
    private void EnterOpen()
    {
        while (true)
        {
            _replacing.EnterReadLock();
            if (_file is not null)
            {
                return;
            }

            _replacing.ExitReadLock();
            EnsureOpen();
        }
    }

    private void EnsureOpen()
    {
        _replacing.EnterWriteLock();
        try
        {
            if (_disposed)
            {
                throw new LiteException(LiteException.ENGINE_DISPOSED, $"The embedded file {Path} is closed, since this program is ending.");
            }

            _file ??= EmbeddedFile.Open(Path);
        }
        catch (EmbeddedFileException damage) when (damage.Fault is EmbeddedFault.Damaged)
        {
            _file = _replacement.Run(null, damage);
        }
        finally
        {
            _replacing.ExitWriteLock();
        }
    }

    private void Replace(EmbeddedFileException damage)
    {
        _replacing.EnterWriteLock();
        try
        {
            // Of several callers that meet the damage, the first replaces the file.
            if (_file is { } file && ReferenceEquals(file, _damaged))
            {
                _file = null;
                file.Dispose();
                _file = _replacement.Run(file.Mark, damage);
            }
        }
        finally
        {
            _replacing.ExitWriteLock();
        }
    }

    private void Break(EmbeddedBreak guard, string use, EmbeddedFileException fault)
    {
        if (guard.Open(fault))
        {
            EmbeddedLog.LeftOut(_logger, Path, use, fault.Message);
        }
    }
}
