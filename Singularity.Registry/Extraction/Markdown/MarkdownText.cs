using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Singularity.Registry.Extraction.Markdown;

/// <summary>The words of Markdown, without its marks, images and HTML.</summary>
internal static partial class MarkdownText
{
    public const int MaxHeading = 200;

    public const int MaxParagraph = 500;

    /// <summary>Null when there are no words: a row of badges says nothing.</summary>
    /// <param name="markdown">One block; short, since reading it may take time that grows with its length squared.</param>
    public static string? Of(string markdown, int maxLength)
    {
        var result = new StringBuilder();
        foreach (var block in Parse(ReferenceLink().Replace(ReferenceImage().Replace(markdown, ""), "${words}")))
        {
            Append(block.Inline, result, maxLength);
            result.Append(' ');
        }

        var words = string.Join(' ', result.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length <= maxLength)
        {
            return words.Length == 0 ? null : words;
        }

        var cut = char.IsHighSurrogate(words[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return words[..cut].TrimEnd() + "…";
    }

    /// <summary>References are defined elsewhere in the text, so the parser would not know them.</summary>
    [GeneratedRegex(@"!\[[^\[\]]*\]\[[^\[\]]*\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReferenceImage();

    [GeneratedRegex(@"\[(?<words>[^\[\]]*)\]\[[^\[\]]*\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReferenceLink();

    private static IEnumerable<LeafBlock> Parse(string markdown)
    {
        try
        {
            return Markdig.Markdown.Parse(markdown).Descendants<LeafBlock>();
        }
        catch (ArgumentException)
        {
            // Nested beyond Markdig's limit: nothing a reader could read.
            return [];
        }
    }

    private static void Append(ContainerInline? inlines, StringBuilder result, int maxLength)
    {
        foreach (var inline in inlines ?? [])
        {
            if (result.Length > maxLength * 2)
            {
                return;
            }

            switch (inline)
            {
                case LiteralInline literal:
                    result.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    result.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    result.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    result.Append(link.Url);
                    break;
                case LineBreakInline:
                    result.Append(' ');
                    break;
                case LinkInline { IsImage: true }:
                    break;
                case ContainerInline container:
                    Append(container, result, maxLength);
                    break;
            }
        }
    }
}
