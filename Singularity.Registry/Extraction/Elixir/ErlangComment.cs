namespace Singularity.Registry.Extraction.Elixir;

/// <summary>What edoc reads: the comments before a form, with their tags.</summary>
/// <param name="Doc">The text of <c>@doc</c> as Markdown; null when there is none.</param>
/// <param name="IsHidden">Whether it is tagged <c>@private</c> or <c>@hidden</c>.</param>
internal sealed record ErlangComment(ElixirDoc? Doc, bool IsHidden)
{
    public static ErlangComment None { get; } = new(null, false);

    /// <param name="firstLine">Of the comments in the file, from 1.</param>
    public static ErlangComment Read(ReadOnlySpan<char> comments, int firstLine)
    {
        var text = new List<string>();
        var (line, start, hidden, inDoc) = (firstLine - 1, 0, false, false);
        foreach (var raw in comments.EnumerateLines())
        {
            line++;
            var trimmed = raw.Trim();
            if ((trimmed.Length > 0 && trimmed[0] != '%') || IsRule(trimmed))
            {
                continue;
            }

            var content = trimmed.TrimStart('%');
            var words = content.Trim();
            hidden |= words is "@private" or "@hidden";
            if (words.StartsWith("@doc"))
            {
                (inDoc, start) = (true, line);
                text.Clear();
                text.Add(words[4..].Trim().ToString());
            }
            else if (words.StartsWith("@") || trimmed.Length == 0)
            {
                inDoc = false;
            }
            else if (inDoc)
            {
                text.Add(ToMarkdown(content, words));
            }
        }

        return text.Count == 0 && !hidden ? None : new ErlangComment(text.Count == 0 ? null : new ElixirDoc(string.Join('\n', text), start), hidden);
    }

    /// <summary>A line across the page, such as <c>%%------</c>.</summary>
    private static bool IsRule(ReadOnlySpan<char> line) => line.Length > 4 && line.TrimStart('%').Trim() is { Length: > 2 } rule && !rule.ContainsAnyExcept("-=*_~");

    /// <summary>edoc ends code that three backquotes begin with three apostrophes.</summary>
    private static string ToMarkdown(ReadOnlySpan<char> content, ReadOnlySpan<char> words) =>
        words is "'''" or "```" ? "```" : (content.StartsWith(" ") ? content[1..] : content).TrimEnd().ToString();
}
