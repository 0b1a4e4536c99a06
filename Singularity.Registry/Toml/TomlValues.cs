namespace Singularity.Registry.Toml;

/// <summary>Reads key-value pairs and values.</summary>
internal static class TomlValues
{
    public static void ReadPair(ref TomlCursor cursor, TomlTable table, int depth)
    {
        var line = cursor.Line;
        var path = TomlKeys.Read(ref cursor);
        cursor.Expect('=');
        cursor.SkipBlanks();
        foreach (var key in path.AsSpan(0, path.Length - 1))
        {
            table = Enter(table, key, line);
        }

        var name = path[^1];
        if (table.Find(name) is { } other)
        {
            throw new TomlException(line, $"{TomlKeys.Display(name)} is defined a second time; the first is {other.Kind} in line {other.Line}.");
        }

        table.TryAdd(name, Read(ref cursor, depth));
    }

    private static TomlTable Enter(TomlTable table, string key, int line)
    {
        switch (table.Find(key))
        {
            case null:
                var dotted = new TomlTable(line, TomlTableOrigin.Dotted);
                table.TryAdd(key, dotted);
                return dotted;
            case TomlTable { Origin: TomlTableOrigin.Dotted or TomlTableOrigin.Implied } known:
                return known;
            case var other:
                throw new TomlException(line, $"a dotted key goes through {TomlKeys.Display(key)}, which line {other.Line} defines as {other.Kind}.");
        }
    }

    private static TomlValue Read(ref TomlCursor cursor, int depth)
    {
        if (depth > TomlText.MaxDepth)
        {
            throw cursor.Error($"arrays and tables stand in each other more than {TomlText.MaxDepth} deep.");
        }

        var line = cursor.Line;
        switch (cursor.Peek())
        {
            case '"' or '\'':
                return new TomlString(line, TomlStrings.Read(ref cursor));
            case '[':
                return ReadArray(ref cursor, depth);
            case '{':
                return ReadInlineTable(ref cursor, depth);
            default:
                return TomlScalars.Read(ref cursor);
        }
    }

    private static TomlArray ReadArray(ref TomlCursor cursor, int depth)
    {
        var array = new TomlArray(cursor.Line);
        cursor.Expect('[');
        cursor.SkipBlankLines();
        while (!cursor.TryTake(']'))
        {
            array.Add(Read(ref cursor, depth + 1));
            cursor.SkipBlankLines();
            if (!cursor.TryTake(',') && cursor.Peek() != ']')
            {
                throw cursor.Unexpected("',' or ']'");
            }

            cursor.SkipBlankLines();
        }

        return array;
    }

    /// <summary>Line breaks and a comma at the end are allowed, as TOML 1.1 does.</summary>
    private static TomlTable ReadInlineTable(ref TomlCursor cursor, int depth)
    {
        var table = new TomlTable(cursor.Line, TomlTableOrigin.Dotted);
        cursor.Expect('{');
        cursor.SkipBlankLines();
        while (!cursor.TryTake('}'))
        {
            ReadPair(ref cursor, table, depth + 1);
            cursor.SkipBlankLines();
            if (!cursor.TryTake(',') && cursor.Peek() != '}')
            {
                throw cursor.Unexpected("',' or '}'");
            }

            cursor.SkipBlankLines();
        }

        table.Origin = TomlTableOrigin.Inline;
        return table;
    }
}
