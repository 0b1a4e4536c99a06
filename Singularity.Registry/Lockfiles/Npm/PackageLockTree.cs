using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// The "dependencies" of lockfile version 1 and of old shrinkwrap files: packages within the packages that need a version of their own.
/// </summary>
internal sealed class PackageLockTree
{
    private readonly List<Entry> _entries = [];

    /// <summary>Recurses once for each level, which the cursor's depth bounds.</summary>
    public void Read(ref JsonCursor json)
    {
        json.EnterObject("dependencies");
        while (json.NextMember())
        {
            // Its place is taken before its own dependencies are read, which may come before its version.
            var entry = new Entry(json.Text(), json.Line);
            _entries.Add(entry);
            if (_entries.Count > LockfileLimits.MaxEntries)
            {
                throw LockfileLimits.TooManyEntries(entry.Line);
            }

            json.ToValue();
            json.EnterObject(entry.Field);
            while (json.NextMember())
            {
                ReadField(ref json, entry);
            }
        }
    }

    public void WriteTo(LockfileSink sink)
    {
        foreach (var entry in _entries)
        {
            Write(entry, sink);
        }
    }

    private void ReadField(ref JsonCursor json, Entry entry)
    {
        if (json.NameIs("version"u8))
        {
            entry.Version = json.TextValue();
        }
        else if (json.NameIs("resolved"u8))
        {
            entry.Resolved = json.TextValue();
        }
        else if (json.NameIs("bundled"u8))
        {
            entry.IsBundled = json.TrueValue();
        }
        else if (json.NameIs("dependencies"u8))
        {
            json.ToValue();
            Read(ref json);
        }
        else
        {
            json.SkipValue();
        }
    }

    private static void Write(Entry entry, LockfileSink sink)
    {
        var version = entry.Version ?? throw new LockfileException($"{entry.Field}.version is missing", entry.Line);
        var elsewhere = entry.Resolved is null ? null : LockfileAddress.Elsewhere(entry.Resolved);
        var reason = entry.IsBundled ? SkipReason.Bundled
            : LockfileAddress.Elsewhere(version) ?? (elsewhere == SkipReason.Url ? null : elsewhere);
        if (reason is not null)
        {
            sink.Skip(entry.Name, reason, entry.Line);
        }
        else
        {
            var (name, exact) = NpmAlias.Resolve(entry.Name, version);
            sink.Add(name, exact, entry.Line);
        }
    }

    private sealed record Entry(string Name, int Line)
    {
        public string? Version { get; set; }

        public string? Resolved { get; set; }

        public bool IsBundled { get; set; }

        public string Field => $"dependencies[\"{PackageName.Display(Name)}\"]";
    }
}
