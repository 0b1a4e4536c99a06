using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>
/// Pipfile.lock: groups of packages ("default", "develop" and the project's own), each package an object with a version such as <c>==1.2.3</c>.
/// The first of "_meta".sources is where packages come from that name no index; it is PyPI or the user's mirror of it.
/// </summary>
internal sealed class PipfileLockFormat() : LockfileFormat("Pipfile.lock", Ecosystem.PyPI, "run pipenv lock to write it anew")
{
    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var json = new JsonCursor(utf8.Span);
        var entries = new List<Entry>();
        string? mainIndex = null;
        var isLock = false;
        json.Start();
        while (json.NextMember())
        {
            isLock |= json.NameIs("_meta"u8) || json.NameIs("default"u8);
            if (json.NameIs("_meta"u8))
            {
                mainIndex = PipfileSources.ReadFirst(ref json);
            }
            else
            {
                ReadGroup(ref json, entries);
            }
        }

        json.End();
        if (!isLock)
        {
            throw new LockfileException("_meta and default are both missing");
        }

        foreach (var entry in entries)
        {
            Write(entry, mainIndex, sink);
        }
    }

    private static void ReadGroup(ref JsonCursor json, List<Entry> entries)
    {
        var group = json.Text();
        json.ToValue();
        json.EnterObject(PackageName.Display(group));
        while (json.NextMember())
        {
            var entry = new Entry(group, json.Text(), json.Line);
            json.ToValue();
            json.EnterObject(entry.Field);
            entries.Add(ReadEntry(ref json, entry));
            if (entries.Count > LockfileLimits.MaxEntries)
            {
                throw LockfileLimits.TooManyEntries(entry.Line);
            }
        }
    }

    private static Entry ReadEntry(ref JsonCursor json, Entry entry)
    {
        while (json.NextMember())
        {
            var kind = json.NameIs("git"u8) || json.NameIs("hg"u8) || json.NameIs("svn"u8) || json.NameIs("bzr"u8) ? SkipReason.Git
                : json.NameIs("path"u8) ? SkipReason.File
                : json.NameIs("file"u8) ? SkipReason.Url
                : null;
            if (json.NameIs("version"u8))
            {
                entry = entry with { Version = json.TextValue() };
            }
            else if (json.NameIs("index"u8))
            {
                entry = entry with { Index = json.TextValue() };
            }
            else if (kind is null)
            {
                json.SkipValue();
            }
            else if (json.TextValue() is { } place)
            {
                entry = entry with { Elsewhere = LockfileAddress.Elsewhere(place) ?? kind };
            }
        }

        return entry;
    }

    private static void Write(Entry entry, string? mainIndex, LockfileSink sink)
    {
        if (entry.Elsewhere is { } reason)
        {
            sink.Skip(entry.Name, reason, entry.Line);
        }
        else if (entry.Index is { } index && mainIndex is not null && index != mainIndex)
        {
            sink.Skip(entry.Name, SkipReason.OtherRegistry(index), entry.Line);
        }
        else
        {
            var version = entry.Version ?? throw new LockfileException($"{entry.Field}.version is missing", entry.Line);
            var specifier = PythonSpecifier.Read(version);
            sink.Add(entry.Name, specifier.Version, entry.Line, specifier.Exact);
        }
    }

    private readonly record struct Entry(
        string Group, string Name, int Line, string? Version = null, string? Index = null, string? Elsewhere = null)
    {
        public string Field => $"{PackageName.Display(Group)}[\"{PackageName.Display(Name)}\"]";
    }
}
