using Markdig.Syntax;
using Singularity.Registry.Extraction.Markdown;
using Singularity.Registry.Extraction.Rst;

namespace Singularity.Registry.Extraction.Changelog;

/// <summary>The headings of a change log, in its order.</summary>
internal static class ChangelogHeadings
{
    public static IEnumerable<TextHeading> OfMarkdown(string text) =>
        from heading in MarkdownBlocks.Parse(text).OfType<HeadingBlock>()
        let source = text.AsSpan(heading.Span.Start, Math.Min(heading.Span.Length, MarkdownText.MaxHeading * 4)).ToString()
        let title = MayMatter(source) ? MarkdownText.Of(source, MarkdownText.MaxHeading) ?? "" : ""
        // The line of an underlined heading is its underline.
        let above = heading.IsSetext ? TextLines.Of(source).Length - 1 : 0
        select new TextHeading(title, heading.Level, heading.Line - above, heading.Line + 1);

    public static IEnumerable<TextHeading> OfRst(string[] lines)
    {
        var headings = new RstHeadings();
        for (var i = 0; i < lines.Length; i++)
        {
            if (headings.At(lines, i) is { } heading)
            {
                yield return heading;
                i = heading.Next - 1;
            }
        }
    }

    /// <summary>Lines of plain text that hold a version and nothing else.</summary>
    public static IEnumerable<TextHeading> OfPlainText(string[] lines) =>
        from i in Enumerable.Range(0, lines.Length)
        let line = lines[i]
        where line.Length is > 2 and <= 100 && !char.IsWhiteSpace(line[0]) && MayMatter(line) && ReleaseTitle.Parse(line) is { IsBare: true }
        select new TextHeading(line.Trim().TrimEnd(':'), 1, i, i + 1);

    /// <summary>Reading words costs more than looking for a digit.</summary>
    private static bool MayMatter(string heading) =>
        heading.AsSpan().ContainsAnyInRange('0', '9') || heading.Contains("nreleased", StringComparison.OrdinalIgnoreCase);
}
