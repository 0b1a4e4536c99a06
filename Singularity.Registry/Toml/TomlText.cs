namespace Singularity.Registry.Toml;

/// <summary>
/// Reads TOML 1.0 (toml.io/en/v1.0.0): the documents of cargo, Poetry and uv. In one pass, without regular expressions; nesting and length are bounded.
/// </summary>
internal static class TomlText
{
    /// <summary>Characters of a document; the largest lock files have some five million.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Arrays and inline tables in each other, and names in one dotted key.</summary>
    public const int MaxDepth = 64;

    /// <returns>The document's root table.</returns>
    /// <exception cref="TomlException">It is not TOML, or too long or too deep.</exception>
    public static TomlTable Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new TomlException(1, $"the document has {text.Length} characters; at most {MaxLength} are read.");
        }

        var cursor = new TomlCursor(text);
        var root = new TomlTable(1, TomlTableOrigin.Header);
        var current = root;
        while (cursor.SkipBlankLines())
        {
            current = cursor.Peek() == '[' ? TomlHeader.Read(ref cursor, root) : ReadPair(ref cursor, current);
            cursor.ExpectLineEnd();
        }

        return root;
    }

    private static TomlTable ReadPair(ref TomlCursor cursor, TomlTable table)
    {
        TomlValues.ReadPair(ref cursor, table, 0);
        return table;
    }
}
