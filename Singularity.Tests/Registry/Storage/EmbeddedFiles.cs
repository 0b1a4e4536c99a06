using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Storage;

/// <summary>An embedded file with what its faults need: its log, its clock, and hands on its bytes.</summary>
internal sealed class EmbeddedFiles : IDisposable
{
    private readonly string _folder;
    private readonly bool _owned;
    private readonly List<EmbeddedDatabase> _open = [];

    public EmbeddedFiles(string? folder = null)
    {
        _owned = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("embedded-").FullName;
    }

    public LogLines<EmbeddedDatabase> Log { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public TimeSpan Retry { get; } = TimeSpan.FromSeconds(5);

    public string File => Path.Combine(_folder, "package_cache.db");

    public string[] Aside => [.. Directory.GetFiles(_folder, "*.unreadable-*").Where(static file => char.IsAsciiDigit(file[^1]))];

    public static string Key(string name, string? version = null) => PackageKey.For(Ecosystem.Npm, name, version);

    /// <summary>A package whose record takes some pages and says its revision.</summary>
    public static (CollectedPackage Package, PackageEntry Entry) Package(string name, long revision, int size = 20_000)
    {
        var text = new string[size / 20];
        Array.Fill(text, "The quick brown fox\n");
        var package = StoreTests.Package(name, "1.0.0", latest: "1.0.0") with { Description = $"{name} written {revision} times", Readme = string.Concat(text) };
        var snippet = Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 3, "Usage", $"use('{name}')", "javascript");
        return (new CollectedPackage(package, [snippet]), PackageEntry.From(package, revision));
    }

    /// <summary>As every write of the service does.</summary>
    public static ValueTask CopyAsync(EmbeddedStore store, (CollectedPackage Package, PackageEntry Entry) given, KeyStamps? stamps = null) =>
        new EmbeddedCopy(store, stamps ?? new KeyStamps(), NullLogger<EmbeddedCopy>.Instance).CopyAsync(given.Package, given.Entry, withSnippets: true, CancellationToken.None);

    public EmbeddedStore Open() => new(OpenDatabase());

    public EmbeddedDatabase OpenDatabase()
    {
        var database = new EmbeddedDatabase(Options.Create(new EmbeddedOptions { File = File, Retry = Retry }), Time, Log);
        _open.Add(database);
        return database;
    }

    public void Close()
    {
        _open.ForEach(static database => database.Dispose());
        _open.Clear();
    }

    /// <summary>Overwrites the file and its log in place, as a failing disk would.</summary>
    public void Scramble() => Edit(bytes => new Random(7).NextBytes(bytes));

    /// <summary>Changes one character of a text wherever the files hold it; returns how often.</summary>
    public int Alter(string text, char with)
    {
        var (wanted, found) = (System.Text.Encoding.UTF8.GetBytes(text), 0);
        Edit(bytes =>
        {
            for (int at = 0, next; (next = bytes.AsSpan(at).IndexOf(wanted)) >= 0; at += next + 1, found++)
            {
                bytes[at + next] = (byte)with;
            }
        });
        return found;
    }

    public void Dispose()
    {
        Close();
        if (_owned)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Edit(Action<byte[]> change)
    {
        foreach (var path in new[] { File, File + "-wal", Path.Combine(_folder, "package_cache-log.db") }.Where(System.IO.File.Exists))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            change(bytes);
            file.Position = 0;
            file.Write(bytes);
        }
    }
}
