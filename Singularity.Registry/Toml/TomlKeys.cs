using Singularity.Contracts.Identity;

namespace Singularity.Registry.Toml;

/// <summary>Reads bare, quoted and dotted keys.</summary>
internal static class TomlKeys
{
    /// <summary>Leaves the cursor after the key and the blanks behind it.</summary>
    public static string[] Read(ref TomlCursor cursor)
    {
        var first = ReadOne(ref cursor);
        cursor.SkipBlanks();
        if (cursor.Peek() != '.')
        {
            return [first];
        }

        var path = new List<string> { first };
        while (cursor.TryTake('.'))
        {
            cursor.SkipBlanks();
            path.Add(ReadOne(ref cursor));
            cursor.SkipBlanks();
            if (path.Count > TomlText.MaxDepth)
            {
                throw cursor.Error($"a key has more than {TomlText.MaxDepth} parts.");
            }
        }

        return [.. path];
    }

    public static string Display(string key) => $"'{PackageName.Display(key)}'";

    private static string ReadOne(ref TomlCursor cursor)
    {
        if (cursor.Peek() is '"' or '\'')
        {
            return TomlStrings.ReadSingleLine(ref cursor);
        }

        var key = cursor.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return key.Length > 0 ? key.ToString() : throw cursor.Unexpected("a key");
    }
}
