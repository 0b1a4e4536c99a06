using System.Text;
using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Rust;

/// <summary>Reads documentation: its text out of comments and attributes, its summary.</summary>
internal static class RustDocs
{
    private const int MaxSummary = 300;

    /// <summary>Adds the lines of a documentation comment.</summary>
    public static void Append(List<RustDocLine> doc, ReadOnlySpan<char> comment, int line)
    {
        if (comment[1] == '/')
        {
            doc.Add(new RustDocLine(line, comment[3..].TrimEnd('\r').ToString()));
            return;
        }

        var content = comment.EndsWith("*/") ? comment[3..^2] : comment[3..];
        foreach (var part in content.EnumerateLines())
        {
            // The stars that many editors put before each line.
            var trimmed = part.TrimStart();
            doc.Add(new RustDocLine(line++, (trimmed.StartsWith("*") ? trimmed[1..] : part).ToString()));
        }
    }

    /// <summary>Adds the lines of <c>#[doc = "..."]</c>.</summary>
    public static void AppendLiteral(List<RustDocLine> doc, ReadOnlySpan<char> literal, int line)
    {
        var open = literal.IndexOf('"');
        var close = literal.LastIndexOf('"');
        if (open < 0 || close <= open)
        {
            return;
        }

        var text = literal[(open + 1)..close].ToString();
        text = literal[0] == 'r' ? text : Unescape(text);
        foreach (var part in text.AsSpan().EnumerateLines())
        {
            doc.Add(new RustDocLine(line++, part.ToString()));
        }
    }

    /// <summary>The first paragraph; null when there is none.</summary>
    public static string? Summary(IReadOnlyList<RustDocLine> doc)
    {
        var paragraph = new StringBuilder();
        foreach (var line in doc)
        {
            var text = line.Text.AsSpan().Trim();
            if (text.StartsWith("[") && text.Contains("]: ", StringComparison.Ordinal))
            {
                // Defines a link and is not shown.
                continue;
            }

            var ends = text.Length == 0 || text[0] == '#' || text.StartsWith("```") || text.StartsWith("~~~");
            if ((ends && paragraph.Length > 0) || paragraph.Length > MaxSummary * 2)
            {
                if (paragraph[0] is '<' or '!' || paragraph.ToString().StartsWith("[![", StringComparison.Ordinal))
                {
                    // A row of badges says nothing.
                    paragraph.Clear();
                    continue;
                }

                break;
            }

            if (!ends)
            {
                paragraph.Append(paragraph.Length > 0 ? " " : "").Append(text);
            }
            else if (text.Length > 0 && text[0] is '`' or '~')
            {
                break;
            }
        }

        if (paragraph.Length == 0)
        {
            return null;
        }

        var markdown = WithoutReferences(paragraph.ToString());
        return PlainWords(markdown) ?? MarkdownText.Of(markdown, MaxSummary);
    }

    /// <summary>Most summaries are words and names in backticks: no parser is needed for these. Null for what needs one.</summary>
    private static string? PlainWords(string markdown)
    {
        var isCode = false;
        foreach (var c in markdown)
        {
            isCode ^= c == '`';
            if (!isCode && c is '*' or '_' or '[' or '<' or '&' or '\\' or '~' or '|' or '\t')
            {
                return null;
            }
        }

        return markdown.Length <= MaxSummary && !isCode && !markdown.Contains("``", StringComparison.Ordinal) && !markdown.Contains("  ", StringComparison.Ordinal)
            && char.IsAsciiLetterUpper(markdown[0])
            ? markdown.Replace("`", "", StringComparison.Ordinal)
            : null;
    }

    /// <summary>Links by the name of an item, <c>[`Vec`]</c>, are just that name.</summary>
    private static string WithoutReferences(string text)
    {
        if (!text.Contains("[`", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var start = 0;
        for (var open = text.IndexOf("[`", StringComparison.Ordinal); open >= 0; open = text.IndexOf("[`", start, StringComparison.Ordinal))
        {
            var close = text.IndexOf("`]", open, StringComparison.Ordinal);
            if (close < 0)
            {
                break;
            }

            var isLink = close + 2 < text.Length && text[close + 2] is '(' or '[';
            result.Append(text.AsSpan(start, open - start)).Append(isLink ? text.AsSpan(open, close + 2 - open) : text.AsSpan(open + 1, close - open));
            start = close + 2;
        }

        return result.Append(text.AsSpan(start)).ToString();
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            result.Append(text[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\uFFFD', var c => c });
        }

        return result.ToString();
    }
}
