using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>The "packages" of lockfile versions 2 and 3: one member for each folder, such as <c>node_modules/a/node_modules/@b/c</c>.</summary>
internal sealed class PackageLockMap
{
    private const string Modules = "node_modules/";

    private readonly List<Entry> _entries = [];

    /// <summary>Tarball addresses that some package depends on by address. What was resolved to one of them is not the registry's.</summary>
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    public void Read(ref JsonCursor json)
    {
        json.EnterObject("packages");
        while (json.NextMember())
        {
            var entry = new Entry(json.Text(), json.Line);
            if (_entries.Count >= LockfileLimits.MaxEntries)
            {
                throw LockfileLimits.TooManyEntries(entry.Line);
            }

            json.ToValue();
            json.EnterObject(entry.Field);
            _entries.Add(ReadEntry(ref json, entry));
        }
    }

    public void WriteTo(LockfileSink sink)
    {
        foreach (var entry in _entries)
        {
            Write(entry, sink);
        }
    }

    private Entry ReadEntry(ref JsonCursor json, Entry entry)
    {
        while (json.NextMember())
        {
            if (json.NameIs("version"u8))
            {
                entry = entry with { Version = json.TextValue() };
            }
            else if (json.NameIs("name"u8))
            {
                entry = entry with { Name = json.TextValue() };
            }
            else if (json.NameIs("resolved"u8))
            {
                entry = entry with { Resolved = json.TextValue() };
            }
            else if (json.NameIs("link"u8))
            {
                entry = entry with { IsLink = json.TrueValue() };
            }
            else if (json.NameIs("inBundle"u8))
            {
                entry = entry with { InBundle = json.TrueValue() };
            }
            else if (json.NameIs("dependencies"u8) || json.NameIs("devDependencies"u8) || json.NameIs("optionalDependencies"u8))
            {
                ReadAddresses(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }

        return entry;
    }

    private void ReadAddresses(ref JsonCursor json)
    {
        json.ToValue();
        if (json.Type != JsonTokenType.StartObject)
        {
            json.PassOver();
            return;
        }

        while (json.NextMember())
        {
            if (json.TextValue() is { } range && range.StartsWith("http", StringComparison.Ordinal)
                && _addresses.Add(range) && _addresses.Count > LockfileLimits.MaxEntries)
            {
                throw LockfileLimits.TooManyEntries(json.Line);
            }
        }
    }

    private void Write(Entry entry, LockfileSink sink)
    {
        if (entry.Path.Length == 0)
        {
            // The project itself, which is no dependency.
            return;
        }

        var modules = entry.Path.LastIndexOf(Modules, StringComparison.Ordinal);
        var name = entry.Name ?? (modules < 0 ? entry.Path : entry.Path[(modules + Modules.Length)..]);
        if (Reason(entry, isModule: modules >= 0) is { } reason)
        {
            sink.Skip(name, reason, entry.Line);
        }
        else
        {
            sink.Add(name, entry.Version ?? throw new LockfileException($"{entry.Field}.version is missing", entry.Line), entry.Line);
        }
    }

    private string? Reason(Entry entry, bool isModule) => entry switch
    {
        { IsLink: true } => SkipReason.Link,
        _ when !isModule => SkipReason.Workspace,
        { InBundle: true, Resolved: null } => SkipReason.Bundled,
        { Resolved: { } resolved } when _addresses.Contains(resolved) => LockfileAddress.Elsewhere(resolved),

        // A registry's tarballs are on the web; any other kind of address is not the registry's.
        { Resolved: { } resolved } when LockfileAddress.Elsewhere(resolved) is { } elsewhere and not SkipReason.Url => elsewhere,
        { Version: { } version } => LockfileAddress.Elsewhere(version),
        _ => null,
    };

    private readonly record struct Entry(
        string Path, int Line, string? Name = null, string? Version = null, string? Resolved = null, bool IsLink = false, bool InBundle = false)
    {
        public string Field => $"packages[\"{PackageName.Display(Path)}\"]";
    }
}
