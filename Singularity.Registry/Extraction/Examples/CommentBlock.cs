using System.Text;

namespace Singularity.Registry.Extraction.Examples;

/// <summary>Lines that are one comment, in the notation of any of the languages read.</summary>
/// <param name="Text">Without the notation; paragraphs stay apart.</param>
/// <param name="End">Index of the line after it.</param>
internal sealed record CommentBlock(string Text, int End)
{
    private const int MaxLines = 200;

    /// <summary>The longest first, since some begin with others.</summary>
    private static readonly string[] LineMarks = ["///", "//!", "//", "#", "%%%", "%%", "%"];

    private static readonly (string Open, string Close)[] Brackets =
        [("/**", "*/"), ("/*", "*/"), ("(*", "*)"), ("<!--", "-->"), ("<#", "#>"), ("\"\"\"", "\"\"\""), ("'''", "'''")];

    /// <summary>Code that looks like a comment: attributes and a preprocessor's lines.</summary>
    private static readonly string[] CodeMarks = ["#[", "#![", "#r ", "#if", "#nullable"];

    /// <summary>The first line from here that is neither blank nor a directive such as 'use strict'.</summary>
    public static int FirstLine(ReadOnlySpan<string> lines, int at)
    {
        while (at < lines.Length && (string.IsNullOrWhiteSpace(lines[at]) || lines[at].AsSpan().Trim().TrimEnd(';').Trim("'\"") is "use strict" or "use client"))
        {
            at++;
        }

        return at;
    }

    /// <summary>Null when no comment starts here, or when it does not end.</summary>
    public static CommentBlock? At(ReadOnlySpan<string> lines, int start)
    {
        if (start >= lines.Length)
        {
            return null;
        }

        var first = lines[start].AsSpan().TrimStart();
        foreach (var (open, close) in Brackets)
        {
            if (first.StartsWith(open, StringComparison.Ordinal))
            {
                return Bracketed(lines, start, open, close);
            }
        }

        return Mark(first) is null ? null : Marked(lines, start);
    }

    private static CommentBlock Marked(ReadOnlySpan<string> lines, int start)
    {
        var text = new StringBuilder();
        var at = start;
        for (; at < lines.Length && at - start < MaxLines && Mark(lines[at].AsSpan().TrimStart()) is { } mark; at++)
        {
            text.Append(lines[at].AsSpan().TrimStart()[mark.Length..].Trim()).Append('\n');
            // The line for the shell is a comment of its own.
            if (at == 0 && lines[0].StartsWith("#!", StringComparison.Ordinal))
            {
                return new CommentBlock(text.ToString().Trim(), 1);
            }
        }

        return new CommentBlock(text.ToString().Trim(), at);
    }

    private static CommentBlock? Bracketed(ReadOnlySpan<string> lines, int start, string open, string close)
    {
        var text = new StringBuilder();
        for (var at = start; at < lines.Length && at - start < MaxLines; at++)
        {
            var line = at == start ? lines[at].AsSpan().TrimStart()[open.Length..] : lines[at].AsSpan();
            var end = line.IndexOf(close, StringComparison.Ordinal);
            line = (end < 0 ? line : line[..end]).Trim();
            text.Append(close == "*/" && line.StartsWith("*", StringComparison.Ordinal) ? line.TrimStart('*').TrimStart() : line).Append('\n');
            if (end >= 0)
            {
                return new CommentBlock(text.ToString().Trim(), at + 1);
            }
        }

        return null;
    }

    private static string? Mark(ReadOnlySpan<char> line)
    {
        foreach (var mark in CodeMarks)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                return null;
            }
        }

        foreach (var mark in LineMarks)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                return mark;
            }
        }

        return null;
    }
}
