namespace Singularity.Registry.Extraction.Examples;

/// <summary>The comment or docstring that a piece of code begins with.</summary>
internal static class LeadingComment
{
    private static readonly string[] LicenseMarks = ["copyright", "license", "licence", "spdx-", "all rights reserved"];

    /// <summary>Comments to tools, not to readers.</summary>
    private static readonly string[] ToolMarks =
        ["eslint", "@ts-", "prettier", "jshint", "jslint", "global ", "globals ", "<reference", "-*-", "pylint", "flake8", "mypy:", "type:", "noqa", "rustfmt", "!/", "region", "pragma", "vim:", "istanbul"];

    /// <summary>Index of the first line after the licence that a file begins with, or 0.</summary>
    public static int EndOfLicense(ReadOnlySpan<string> lines)
    {
        var comment = CommentBlock.At(lines, CommentBlock.FirstLine(lines, 0));
        return comment is not null && comment.Text.AsSpan() is var text && Mentions(text, LicenseMarks) ? comment.End : 0;
    }

    /// <summary>Its first paragraph; null when there is none or it speaks to tools.</summary>
    public static string? Words(ReadOnlySpan<string> lines)
    {
        var at = 0;
        // A line for the shell, an encoding, a linter's orders may stand before the words.
        for (var tries = 0; tries < 4; tries++)
        {
            if (CommentBlock.At(lines, CommentBlock.FirstLine(lines, at)) is not { } comment)
            {
                return null;
            }

            if (comment.Text.Length > 0 && !Mentions(comment.Text, LicenseMarks) && !Mentions(comment.Text.AsSpan(0, Math.Min(40, comment.Text.Length)), ToolMarks))
            {
                var end = comment.Text.IndexOf("\n\n", StringComparison.Ordinal);
                return string.Join(' ', (end < 0 ? comment.Text : comment.Text[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }

            at = comment.End;
        }

        return null;
    }

    private static bool Mentions(ReadOnlySpan<char> text, string[] marks)
    {
        foreach (var mark in marks)
        {
            if (text.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
