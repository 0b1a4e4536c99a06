namespace Singularity.Registry.Extraction.Examples;

/// <summary>The comment or docstring that a piece of code begins with.</summary>
internal static class LeadingComment
{
    private static readonly string[] LicenseMarks =
    [
        "copyright", "spdx-license", "licensed under", "license:", "mit license", "apache license", "public license", "bsd license",
        "all rights reserved", "permission is hereby granted",
    ];

    /// <summary>How comments to tools, not to readers, begin.</summary>
    private static readonly string[] ToolMarks =
    [
        "eslint", "@ts-", "prettier", "jshint", "jslint", "global ", "globals ", "<reference", "-*-", "pylint", "flake8", "mypy:", "type:", "noqa",
        "rustfmt", "!/", "region ", "pragma", "vim:", "istanbul",
    ];

    /// <summary>Index of the first line after the licence that a file begins with, or 0.</summary>
    public static int EndOfLicense(ReadOnlySpan<string> lines)
    {
        var comment = CommentBlock.At(lines, CommentBlock.FirstLine(lines, 0));
        return comment is not null && IsLicense(comment) ? comment.End : 0;
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

            if (comment.Text.Length > 0 && !IsLicense(comment) && !Array.Exists(ToolMarks, m => comment.Text.StartsWith(m, StringComparison.Ordinal)))
            {
                var end = comment.Text.IndexOf("\n\n", StringComparison.Ordinal);
                return string.Join(' ', (end < 0 ? comment.Text : comment.Text[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }

            at = comment.End;
        }

        return null;
    }

    private static bool IsLicense(CommentBlock comment) =>
        Array.Exists(LicenseMarks, m => comment.Text.Contains(m, StringComparison.OrdinalIgnoreCase));
}
