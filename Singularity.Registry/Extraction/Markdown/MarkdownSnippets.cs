using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Markdown;

/// <summary>Cuts the code of a Markdown file into snippets.</summary>
internal static class MarkdownSnippets
{
    /// <summary>The most snippets of one file.</summary>
    public const int MaxCount = 500;

    /// <summary>A longer piece, in characters, is a listing and no example; it is left out.</summary>
    public const int MaxCode = 32 * 1024;

    /// <summary>In the file's order; the same code twice counts once, where it stands first.</summary>
    /// <param name="purl">With version.</param>
    /// <param name="path">In the archive.</param>
    public static IReadOnlyList<Snippet> Cut(string purl, string path, string text, SnippetKind kind = SnippetKind.Readme) =>
        [.. CodeBlockFinder.Find(text)
            .Where(code => code.Code.Length <= MaxCode && !IsBadge(code.Code))
            .DistinctBy(code => code.Code, StringComparer.Ordinal)
            .Take(MaxCount)
            .Select(code => Snippet.Create(kind, purl, path, code.Line, code.Heading ?? Title(path), code.Code, code.Language, code.Paragraph))];

    /// <summary>Markdown or HTML to copy a badge from.</summary>
    private static bool IsBadge(string code) =>
        code.StartsWith("[![", StringComparison.Ordinal) || code.StartsWith("<a href", StringComparison.OrdinalIgnoreCase) && code.Contains("<img", StringComparison.OrdinalIgnoreCase);

    private static string Title(string path) => Path.GetFileNameWithoutExtension(path);
}
