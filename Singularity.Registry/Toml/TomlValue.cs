using System.Globalization;

namespace Singularity.Registry.Toml;

/// <summary>A value of a TOML document.</summary>
/// <param name="line">Where it starts, from 1.</param>
internal abstract class TomlValue(int line)
{
    public int Line { get; } = line;

    /// <summary>As TOML calls it, with an article: "a string", "an array".</summary>
    public abstract string Kind { get; }
}

internal sealed class TomlString(int line, string value) : TomlValue(line)
{
    public string Value { get; } = value;

    public override string Kind => "a string";
}

internal sealed class TomlInteger(int line, long value) : TomlValue(line)
{
    public long Value { get; } = value;

    public override string Kind => "an integer";
}

internal sealed class TomlFloat(int line, double value) : TomlValue(line)
{
    public double Value { get; } = value;

    public override string Kind => "a float";
}

internal sealed class TomlBoolean(int line, bool value) : TomlValue(line)
{
    public bool Value { get; } = value;

    public override string Kind => "a boolean";
}

/// <summary>A date, a time or both.</summary>
internal sealed class TomlDateTime(int line, string text) : TomlValue(line)
{
    public string Text { get; } = text;

    public override string Kind => "a date or time";

    /// <summary>Null for a local time without a date; a date without an offset counts as UTC.</summary>
    public DateTimeOffset? ToTime() => Text.Length >= 10 && Text[4] == '-'
        && DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

internal sealed class TomlArray(int line) : TomlValue(line)
{
    private readonly List<TomlValue> _items = [];

    public IReadOnlyList<TomlValue> Items => _items;

    /// <summary>The items that are tables; others are left out.</summary>
    public IEnumerable<TomlTable> Tables => _items.OfType<TomlTable>();

    /// <summary>The items that are strings; others are left out.</summary>
    public IEnumerable<string> Texts => _items.OfType<TomlString>().Select(static s => s.Value);

    /// <summary>Whether it was written as [[header]]s.</summary>
    internal bool OfHeaders { get; init; }

    public override string Kind => "an array";

    internal void Add(TomlValue value) => _items.Add(value);
}
