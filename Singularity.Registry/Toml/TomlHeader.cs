namespace Singularity.Registry.Toml;

/// <summary>Reads <c>[table]</c> and <c>[[table]]</c> headers.</summary>
internal static class TomlHeader
{
    /// <returns>The table that the lines below belong to.</returns>
    public static TomlTable Read(ref TomlCursor cursor, TomlTable root)
    {
        var line = cursor.Line;
        cursor.Expect('[');
        var isArray = cursor.TryTake('[');
        cursor.SkipBlanks();
        var path = TomlKeys.Read(ref cursor);
        cursor.Expect(']');
        if (isArray)
        {
            cursor.Expect(']');
        }

        var parent = root;
        foreach (var key in path.AsSpan(0, path.Length - 1))
        {
            parent = Enter(parent, key, line);
        }

        return isArray ? AddToArray(parent, path[^1], line) : Define(parent, path[^1], line);
    }

    private static TomlTable Enter(TomlTable parent, string key, int line)
    {
        switch (parent.Find(key))
        {
            case null:
                var implied = new TomlTable(line, TomlTableOrigin.Implied);
                parent.TryAdd(key, implied);
                return implied;
            case TomlTable { Origin: not TomlTableOrigin.Inline } table:
                return table;
            case TomlArray { OfHeaders: true } array:
                return (TomlTable)array.Items[^1];
            case var other:
                throw new TomlException(line, $"the header goes through {TomlKeys.Display(key)}, which line {other.Line} defines as {other.Kind}.");
        }
    }

    private static TomlTable Define(TomlTable parent, string key, int line)
    {
        switch (parent.Find(key))
        {
            case null:
                var table = new TomlTable(line, TomlTableOrigin.Header);
                parent.TryAdd(key, table);
                return table;
            case TomlTable { Origin: TomlTableOrigin.Implied } implied:
                implied.Origin = TomlTableOrigin.Header;
                return implied;
            case var other:
                throw Twice(key, line, other);
        }
    }

    private static TomlTable AddToArray(TomlTable parent, string key, int line)
    {
        var array = parent.Find(key) switch
        {
            null => new TomlArray(line) { OfHeaders = true },
            TomlArray { OfHeaders: true } known => known,
            var other => throw Twice(key, line, other),
        };
        parent.TryAdd(key, array);
        var table = new TomlTable(line, TomlTableOrigin.Header);
        array.Add(table);
        return table;
    }

    private static TomlException Twice(string key, int line, TomlValue other) =>
        new(line, $"{TomlKeys.Display(key)} is defined a second time; the first is {other.Kind} in line {other.Line}.");
}
