namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>The <c>/// &lt;reference path="…" /&gt;</c> comments before a file's first statement.</summary>
internal static class ReferenceComments
{
    public static IEnumerable<string> Read(string text)
    {
        var result = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            if (content.StartsWith("///"))
            {
                var path = content.IndexOf("path=");
                if (content.Contains("<reference", StringComparison.Ordinal) && path > 0 && path + 6 < content.Length && content[path + 5] is '"' or '\'')
                {
                    var rest = content[(path + 6)..];
                    var end = rest.IndexOf(content[path + 5]);
                    if (end > 0)
                    {
                        result.Add("./" + rest[..end].ToString());
                    }
                }
            }
            else if (!IsComment(content))
            {
                break;
            }
        }

        return result;
    }

    private static bool IsComment(ReadOnlySpan<char> line) =>
        line.Length == 0 || line[0] == '*' || line.StartsWith("//") || line.StartsWith("/*") || line.EndsWith("*/");
}
