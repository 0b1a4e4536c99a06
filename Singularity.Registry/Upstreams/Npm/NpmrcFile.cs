namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Reads the INI dialect of .npmrc: <c>key = value</c>, comments with <c>;</c> or <c>#</c>, quotes, <c>${VARIABLE}</c>.</summary>
internal static class NpmrcFile
{
    /// <summary>A larger file is no configuration.</summary>
    private const int MaxLength = 1024 * 1024;

    public static Dictionary<string, string> Parse(string text, IReadOnlyDictionary<string, string> environment)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Length > MaxLength ? default : text.AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            var equals = content.IndexOf('=');
            if (content.Length > 0 && content[0] is not (';' or '#' or '[') && equals > 0)
            {
                var key = Expand(content[..equals].Trim().ToString(), environment);
                var value = Expand(Unquote(content[(equals + 1)..].Trim()).ToString(), environment);
                // A list is written as one line per part.
                result[key] = key.EndsWith("[]", StringComparison.Ordinal) && result.TryGetValue(key, out var before) ? $"{before}\n{value}" : value;
            }
        }

        return result;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;

    /// <summary>An unset <c>${NAME}</c> stays as written, as npm leaves it; an unset <c>${NAME?}</c> is empty.</summary>
    private static string Expand(string text, IReadOnlyDictionary<string, string> environment)
    {
        var start = 0;
        while ((start = text.IndexOf("${", start, StringComparison.Ordinal)) >= 0)
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            var name = text[(start + 2)..end];
            var value = environment.GetValueOrDefault(name.TrimEnd('?')) ?? (name.EndsWith('?') ? "" : text[start..(end + 1)]);
            text = string.Concat(text.AsSpan(0, start), value, text.AsSpan(end + 1));
            start += value.Length;
        }

        return text;
    }
}
