using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Rst;

/// <summary>Cuts the code of a reStructuredText or plain text file into snippets.</summary>
internal static class RstSnippets
{
    /// <summary>The most snippets of one file.</summary>
    public const int MaxCount = 500;

    /// <summary>In the file's order.</summary>
    /// <param name="path">In the archive.</param>
    public static void Cut(SnippetSink snippets, string path, string text)
    {
        foreach (var code in new RstCodeFinder(TextLines.Of(text)).Find().Take(MaxCount))
        {
            snippets.Add(SnippetKind.Readme, path, code.Line, code.Heading ?? Path.GetFileNameWithoutExtension(path), code.Code, code.Language, code.Paragraph);
        }
    }

    /// <summary>Whether a text that does not say so is reStructuredText: it has directives or literal blocks and no fenced code.</summary>
    public static bool LooksLikeIt(string text)
    {
        var hasMarks = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("```", StringComparison.Ordinal))
            {
                return false;
            }

            hasMarks |= trimmed.EndsWith("::", StringComparison.Ordinal)
                || (trimmed.StartsWith(".. ", StringComparison.Ordinal) && trimmed.Contains("::", StringComparison.Ordinal));
        }

        return hasMarks;
    }
}
