namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Reads credentials by host: <c>machine HOST login USER password SECRET</c>, in words over any lines.</summary>
internal static class NetrcFile
{
    /// <summary>A larger file is no configuration.</summary>
    private const int MaxLength = 1024 * 1024;

    /// <summary>Host to <c>user:secret</c>. The <c>default</c> entry is left out: it would send a secret to hosts that nobody named.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var words = new Queue<string>(text.Length > MaxLength ? [] : Words(text));
        string? host = null, login = null;
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "machine":
                    (host, login) = (words.TryDequeue(out var name) ? name : null, null);
                    break;
                case "default":
                    host = null;
                    break;
                case "login":
                    login = words.TryDequeue(out var user) ? user : null;
                    break;
                case "password" when words.TryDequeue(out var secret) && host is not null:
                    result.TryAdd(host, $"{login}:{secret}");
                    break;
            }
        }

        return result;
    }

    /// <summary>Without comments, and without macros, which end at a blank line.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var inMacro = false;
        foreach (var line in text.Split('\n'))
        {
            inMacro = inMacro ? line.Trim().Length > 0 : line.TrimStart().StartsWith("macdef", StringComparison.Ordinal);
            foreach (var word in inMacro || line.TrimStart().StartsWith('#') ? [] : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}
