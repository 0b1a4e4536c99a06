using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Toml;

/// <summary>A table, whichever way it was written. Keys are compared ordinally and kept in the document's order.</summary>
internal sealed class TomlTable(int line, TomlTableOrigin origin) : TomlValue(line)
{
    private readonly Dictionary<string, TomlValue> _members = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    public IReadOnlyList<string> Keys => _keys;

    public IEnumerable<KeyValuePair<string, TomlValue>> Members => _keys.Select(key => KeyValuePair.Create(key, _members[key]));

    public override string Kind => "a table";

    internal TomlTableOrigin Origin { get; set; } = origin;

    /// <summary>The member of this name, of any kind, or null.</summary>
    public TomlValue? Find(string key) => _members.GetValueOrDefault(key);

    public bool TryFind(string key, [NotNullWhen(true)] out TomlValue? value) => _members.TryGetValue(key, out value);

    /// <summary>The member when it is a string, else null.</summary>
    public string? Text(string key) => (Find(key) as TomlString)?.Value;

    /// <summary>The member when it is an integer, else null.</summary>
    public long? Integer(string key) => (Find(key) as TomlInteger)?.Value;

    /// <summary>The member when it is a boolean, else null.</summary>
    public bool? Flag(string key) => (Find(key) as TomlBoolean)?.Value;

    /// <summary>The member when it is a table, else null; several names walk down.</summary>
    public TomlTable? Table(params ReadOnlySpan<string> path)
    {
        var table = this;
        foreach (var key in path)
        {
            table = table?.Find(key) as TomlTable;
        }

        return table;
    }

    /// <summary>The items when the member is an array, else none.</summary>
    public IReadOnlyList<TomlValue> Array(string key) => (Find(key) as TomlArray)?.Items ?? [];

    /// <summary>The items that are strings when the member is an array, else none.</summary>
    public IEnumerable<string> Texts(string key) => (Find(key) as TomlArray)?.Texts ?? [];

    /// <summary>The items that are tables when the member is an array, as [[headers]] write it, else none.</summary>
    public IEnumerable<TomlTable> Tables(string key) => (Find(key) as TomlArray)?.Tables ?? [];

    /// <returns>False when there is one of this name.</returns>
    internal bool TryAdd(string key, TomlValue value)
    {
        if (!_members.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    }
}

/// <summary>How a table came to be, which decides what may still be added to it.</summary>
internal enum TomlTableOrigin
{
    /// <summary>By a longer header: <c>[a]</c> after <c>[a.b]</c>. Its own header may still come.</summary>
    Implied,

    /// <summary>By its header, or the document itself.</summary>
    Header,

    /// <summary>By a dotted key: open to more dotted keys, to no header.</summary>
    Dotted,

    /// <summary>In braces: complete.</summary>
    Inline,
}
