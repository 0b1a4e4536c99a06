using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Rst;

/// <summary>
/// Finds code directives, literal blocks after "::" and doctests, at any indentation. Line by line and without recursion: a block ends where a line
/// stands no deeper than what opened it.
/// </summary>
internal sealed class RstCodeFinder(string[] lines)
{
    private readonly RstHeadings _headings = new();
    private readonly List<string> _paragraph = [];
    private string? _heading;
    private string? _described;
    private string? _highlight;

    public IEnumerable<FoundCode> Find()
    {
        for (var i = 0; i < lines.Length;)
        {
            if (Block(i) is { } block)
            {
                i = block.Next;
                if (block.Code is not null)
                {
                    yield return block.Code;
                }
            }
            else
            {
                i = Text(i);
            }
        }
    }

    /// <summary>Code or a directive that starts here, with the line after it; null when there is only text.</summary>
    private (FoundCode? Code, int Next)? Block(int at)
    {
        var line = lines[at].AsSpan().Trim();
        if (_paragraph.Count == 0 && line.StartsWith(">>> ", StringComparison.Ordinal))
        {
            var end = at;
            while (end < lines.Length && !string.IsNullOrWhiteSpace(lines[end]))
            {
                end++;
            }

            return (Code(at, end, "python"), end);
        }

        if (RstDirective.Parse(lines[at]) is { } directive)
        {
            EndParagraph();
            if (directive.Name == "highlight")
            {
                _highlight = CodeLanguage.Normalize(directive.Argument);
            }

            var end = directive.HasTextInside ? at + 1 : EndOfBlock(at);
            return (directive.IsCode ? Code(AfterOptions(at + 1, end), end, directive.Language ?? _highlight) : null, end);
        }

        if (line.EndsWith("::", StringComparison.Ordinal) && at + 1 < lines.Length && string.IsNullOrWhiteSpace(lines[at + 1]))
        {
            _paragraph.Add(line is "::" ? "" : line[..^1].ToString());
            EndParagraph();
            var end = EndOfBlock(at);
            return (Code(at + 1, end, _highlight), end);
        }

        return null;
    }

    /// <summary>Reads a heading or a line of a paragraph; gives the line after it.</summary>
    private int Text(int at)
    {
        if (_paragraph.Count == 0 && _headings.At(lines, at) is { } heading)
        {
            _heading = RstText.Of(heading.Title, MarkdownText.MaxHeading);
            _described = null;
            return heading.Next;
        }

        if (string.IsNullOrWhiteSpace(lines[at]))
        {
            EndParagraph();
        }
        else if (_paragraph.Count < 32)
        {
            _paragraph.Add(lines[at]);
        }

        return at + 1;
    }

    private void EndParagraph()
    {
        var words = _paragraph.Count == 0 ? null : RstText.Of(string.Join(' ', _paragraph.Select(static l => l.Trim())), MarkdownText.MaxParagraph);
        _described = words ?? _described;
        _paragraph.Clear();
    }

    private int EndOfBlock(int at)
    {
        var indent = TextLines.Indent(lines[at]);
        var end = at + 1;
        while (end < lines.Length && (string.IsNullOrWhiteSpace(lines[end]) || TextLines.Indent(lines[end]) > indent))
        {
            end++;
        }

        return end;
    }

    /// <summary>Options stand right below a directive: <c>:linenos:</c>.</summary>
    private int AfterOptions(int start, int end)
    {
        while (start < end && lines[start].AsSpan().TrimStart().StartsWith(":", StringComparison.Ordinal))
        {
            start++;
        }

        return start;
    }

    private FoundCode? Code(int start, int end, string? language)
    {
        var code = TextLines.Join(WithoutIndent(lines.AsSpan(start, end - start)), out var first);
        language ??= code.StartsWith(">>> ", StringComparison.Ordinal) ? "python" : null;
        return first < 0 ? null : new FoundCode(code, language, start + first + 1, _heading, _described);
    }

    private static string[] WithoutIndent(ReadOnlySpan<string> block)
    {
        var indent = int.MaxValue;
        foreach (var line in block)
        {
            indent = string.IsNullOrWhiteSpace(line) ? indent : Math.Min(indent, line.Length - line.AsSpan().TrimStart().Length);
        }

        var result = new string[block.Length];
        for (var i = 0; i < block.Length; i++)
        {
            result[i] = string.IsNullOrWhiteSpace(block[i]) ? "" : block[i][indent..];
        }

        return result;
    }
}
