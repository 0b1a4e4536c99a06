using LiteDB;
using Singularity.Registry.Advisories.Stores;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>One open file, from its opening until it is closed or moved aside.</summary>
internal sealed class EmbeddedFile : IDisposable
{
    private const string Marks = "marks";
    private const string MarkId = "file";

    // Text is stored as it is; LiteDB's own default trims it and makes the empty string null.
    private static readonly BsonMapper Mapper = new() { TrimWhitespace = false, EmptyStringToNull = false };

    // Nothing has this id.
    private const string TurnId = "turn";

    private readonly ILiteCollection<EmbeddedMark> _marks;

    private EmbeddedFile(string path, LiteDatabase database, string mark) =>
        (Path, Database, Mark, _marks) = (path, database, mark, database.GetCollection<EmbeddedMark>(Marks));

    public string Path { get; }

    public LiteDatabase Database { get; }

    /// <summary>Tells this file from one that another process put in its place.</summary>
    public string Mark { get; }

    /// <exception cref="EmbeddedFileException">It is damaged, locked or cannot be used.</exception>
    public static EmbeddedFile Open(string path)
    {
        LiteDatabase? database = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            CreatePrivate(path);
            database = new LiteDatabase(new ConnectionString { Filename = path, Connection = ConnectionType.Shared }, Mapper);
            return new EmbeddedFile(path, database, Prepare(database));
        }
        catch (Exception exception) when (EmbeddedFileException.FromOpening(exception, path) is not null)
        {
            database?.Dispose();
            throw EmbeddedFileException.FromOpening(exception, path)!;
        }
    }

    /// <summary>Runs one call of LiteDB, and says of what it throws whether it is about the file.</summary>
    public TResult Try<TState, TResult>(TState state, Func<TState, TResult> call)
    {
        try
        {
            return call(state);
        }
        catch (Exception exception) when (exception is not EmbeddedFileException && EmbeddedFileException.From(exception, Path) is not null)
        {
            throw EmbeddedFileException.From(exception, Path)!;
        }
    }

    /// <summary>Runs the action in one transaction: all of it is stored, or nothing, and what it reads stays so until then.</summary>
    public T InTransaction<T>(Func<T> action)
    {
        var owner = Try(Database, static database => database.BeginTrans());
        var committed = false;
        try
        {
            // LiteDB lets others write until the first write of a transaction.
            if (owner)
            {
                Try(_marks, static marks => marks.Delete(TurnId));
            }

            var result = action();
            if (owner)
            {
                Try(Database, static database => database.Commit());
            }

            committed = true;
            return result;
        }
        finally
        {
            if (owner && !committed)
            {
                Rollback();
            }
        }
    }

    public void Dispose() => Database.Dispose();

    // Nothing of a transaction that was never committed is read again, also where undoing it fails; what made it fail is what the caller has to hear.
    private void Rollback()
    {
        try
        {
            Try(Database, static database => database.Rollback());
        }
        catch (LiteException)
        {
            return;
        }
    }

    // Opening is lazy; the first use tells whether the file is one of ours.
    private static string Prepare(LiteDatabase database)
    {
        database.GetCollection<EmbeddedPackage>("packages").Count();
        var versions = database.GetCollection<EmbeddedVersion>("versions");
        versions.EnsureIndex(static v => v.PackageId);
        versions.EnsureIndex(static v => v.Pending);
        var items = database.GetCollection<EmbeddedJobItem>("job_items");
        items.EnsureIndex(static i => i.JobId);
        items.EnsureIndex(static i => i.State);
        database.GetCollection<EmbeddedAdvisoryPackage>("advisory_packages").EnsureIndex(static p => p.Pending);
        database.GetCollection<EmbeddedAdvisory>("advisories").EnsureIndex(static a => a.Withdrawn);
        var marks = database.GetCollection<EmbeddedMark>(Marks);
        if (marks.FindById(MarkId) is { } held)
        {
            return held.Value;
        }

        var mark = new EmbeddedMark { Id = MarkId, Value = Guid.NewGuid().ToString("N") };
        marks.Upsert(mark);
        return mark.Value;
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
}
