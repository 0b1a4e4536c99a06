using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction.Markdown;
using Singularity.Registry.Extraction.Rst;

namespace Singularity.Registry.Extraction.Changelog;

/// <summary>Cuts a change log into one snippet per version.</summary>
internal static class ChangelogSnippets
{
    /// <summary>Versions kept; those that stand first.</summary>
    public const int MaxCount = 200;

    /// <summary>Characters of one version's changes; the rest is cut off.</summary>
    public const int MaxSection = 16 * 1024;

    /// <summary>Title is the heading, symbol the version, description the date.</summary>
    public static void Cut(SnippetSink snippets, string path, string text)
    {
        var lines = TextLines.Of(text);
        var sections = Sections(path, text, lines).Take(MaxCount);
        foreach (var (heading, title, end) in sections)
        {
            var body = lines.AsSpan(heading.Next, end - heading.Next);
            var code = Cut(TextLines.Join(WithoutLinkTargets(body), out var first));
            if (first >= 0)
            {
                var line = heading.Next + first;
                snippets.Add(
                    SnippetKind.Changelog, path, line + 1, heading.Title, code, CodeLanguage.Normalize(Path.GetExtension(path).TrimStart('.')) ?? "markdown",
                    title.Date ?? StatedBelow(lines[line]), title.Version);
            }
        }
    }

    private static List<(TextHeading Heading, ReleaseTitle Title, int End)> Sections(string path, string text, string[] lines)
    {
        var isMarkdown = Path.GetExtension(path).ToUpperInvariant() is ".MD" or ".MARKDOWN" or "";
        var found = Sections(isMarkdown ? ChangelogHeadings.OfMarkdown(text) : ChangelogHeadings.OfRst(lines), lines.Length);
        if (found.Count == 0 && !isMarkdown)
        {
            found = Sections(ChangelogHeadings.OfMarkdown(text), lines.Length);
        }

        return found.Count > 0 ? found : Sections(ChangelogHeadings.OfPlainText(lines), lines.Length);
    }

    /// <summary>A version's section ends at the next version's heading and at any heading of its own rank or above.</summary>
    private static List<(TextHeading Heading, ReleaseTitle Title, int End)> Sections(IEnumerable<TextHeading> headings, int end)
    {
        var result = new List<(TextHeading, ReleaseTitle, int)>();
        (TextHeading Heading, ReleaseTitle Title)? open = null;
        foreach (var heading in headings)
        {
            var title = ReleaseTitle.Parse(heading.Title);
            if (open is { } before && (title is not null || heading.Level <= before.Heading.Level))
            {
                result.Add((before.Heading, before.Title, heading.Line));
                open = null;
            }

            open = title is not null ? (heading, title) : open;
            if (result.Count == MaxCount)
            {
                return result;
            }
        }

        if (open is { } last)
        {
            result.Add((last.Heading, last.Title, end));
        }

        return result;
    }

    /// <summary>The last section of many logs ends in the addresses that their headings refer to.</summary>
    private static ReadOnlySpan<string> WithoutLinkTargets(ReadOnlySpan<string> lines)
    {
        while (lines.Length > 0 && (string.IsNullOrWhiteSpace(lines[^1]) || (lines[^1].StartsWith('[') && lines[^1].Contains("]: ", StringComparison.Ordinal))))
        {
            lines = lines[..^1];
        }

        return lines;
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxSection)
        {
            return text;
        }

        var end = text.LastIndexOf('\n', MaxSection - 2);
        end = end > 0 ? end : MaxSection - 2;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "\n…");
    }

    /// <summary>"Released 2024-05-01" and the like, below the heading.</summary>
    private static string? StatedBelow(string line)
    {
        var words = line.Length <= 100 ? ReleaseDate.Words(line.Trim().Trim('*', '_')) : [];
        var isStated = words.Length > 0 && words[0].TrimStart(':', '-', '_').StartsWith("release", StringComparison.OrdinalIgnoreCase);
        return isStated ? ReleaseDate.Find(words)?.Text : null;
    }
}
