using LiteDB;
using Microsoft.Extensions.Options;
using Singularity.Registry.Advisories.Stores;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>The embedded file, shared with other processes of this user. A file that cannot be read is moved aside, never deleted.</summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    // Text is stored as it is; LiteDB's own default trims it and makes the empty string null.
    private static readonly BsonMapper Mapper = new() { TrimWhitespace = false, EmptyStringToNull = false };

    private readonly LiteDatabase _database;

    public EmbeddedDatabase(IOptions<EmbeddedOptions> options, TimeProvider timeProvider, ILogger<EmbeddedDatabase> logger)
    {
        var file = options.Value.File;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        try
        {
            _database = Open(file);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            var aside = $"{file}.unreadable-{timeProvider.GetUtcNow():yyyyMMddHHmmssfff}";
            EmbeddedLog.MovedAside(logger, file, aside, exception.Message);
            MoveAside(file, aside);
            _database = Open(file);
        }

        Packages = _database.GetCollection<EmbeddedPackage>("packages");
        Versions = _database.GetCollection<EmbeddedVersion>("versions");
        Snippets = _database.GetCollection<EmbeddedSnippets>("snippets");
        Jobs = _database.GetCollection<EmbeddedJob>("jobs");
        JobItems = _database.GetCollection<EmbeddedJobItem>("job_items");
        Advisories = _database.GetCollection<EmbeddedAdvisory>("advisories");
        AdvisoryPackages = _database.GetCollection<EmbeddedAdvisoryPackage>("advisory_packages");
        AdvisoryFeeds = _database.GetCollection<EmbeddedAdvisoryFeed>("advisory_feeds");
    }

    public ILiteCollection<EmbeddedPackage> Packages { get; }

    public ILiteCollection<EmbeddedVersion> Versions { get; }

    public ILiteCollection<EmbeddedSnippets> Snippets { get; }

    public ILiteCollection<EmbeddedJob> Jobs { get; }

    public ILiteCollection<EmbeddedJobItem> JobItems { get; }
    public ILiteCollection<EmbeddedAdvisory> Advisories { get; }

    public ILiteCollection<EmbeddedAdvisoryPackage> AdvisoryPackages { get; }

    public ILiteCollection<EmbeddedAdvisoryFeed> AdvisoryFeeds { get; }

    /// <summary>Runs the action in one transaction: all of it is stored, or nothing.</summary>
    public T InTransaction<T>(Func<T> action)
    {
        var owner = _database.BeginTrans();
        var committed = false;
        try
        {
            var result = action();
            if (owner)
            {
                _database.Commit();
            }

            committed = true;
            return result;
        }
        finally
        {
            if (owner && !committed)
            {
                _database.Rollback();
            }
        }
    }

    public void Dispose() => _database.Dispose();

    private static LiteDatabase Open(string file)
    {
        CreatePrivate(file);
        var database = new LiteDatabase(new ConnectionString { Filename = file, Connection = ConnectionType.Shared }, Mapper);
        try
        {
            // Opening is lazy; the first use tells whether the file is one of ours.
            database.GetCollection<EmbeddedPackage>("packages").Count();
            var versions = database.GetCollection<EmbeddedVersion>("versions");
            versions.EnsureIndex(static v => v.PackageId);
            versions.EnsureIndex(static v => v.Pending);
            var items = database.GetCollection<EmbeddedJobItem>("job_items");
            items.EnsureIndex(static i => i.JobId);
            items.EnsureIndex(static i => i.State);
            database.GetCollection<EmbeddedAdvisoryPackage>("advisory_packages").EnsureIndex(static p => p.Pending);
            database.GetCollection<EmbeddedAdvisory>("advisories").EnsureIndex(static a => a.Withdrawn);
            return database;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            database.Dispose();
            throw;
        }
    }

    // An empty file is a new database. Packages of a private registry are nobody else's to read.
    private static void CreatePrivate(string file)
    {
        if (!File.Exists(file) && !OperatingSystem.IsWindows())
        {
            using var created = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }

    // What LiteDB throws on a damaged file depends on the bytes that it finds there; only these are no fault of the bytes.
    private static bool IsUnreadable(Exception exception) =>
        exception is EndOfStreamException
        || exception is not (IOException or UnauthorizedAccessException or PlatformNotSupportedException or OutOfMemoryException);

    private static void MoveAside(string file, string aside)
    {
        File.Move(file, aside);

        // The log that belongs to the old file would be replayed into the new one.
        var log = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + "-log" + Path.GetExtension(file));
        if (File.Exists(log))
        {
            File.Move(log, aside + "-log");
        }

        foreach (var suffix in (string[])["-wal", "-shm", "-journal"])
        {
            if (File.Exists(file + suffix))
            {
                File.Move(file + suffix, aside + suffix);
            }
        }
    }
}
