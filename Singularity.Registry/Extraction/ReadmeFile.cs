using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.Rst;

namespace Singularity.Registry.Extraction;

/// <summary>Which file of an archive is its README.</summary>
internal static class ReadmeFile
{
    /// <summary>The part of a README that is kept, in bytes.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Folders below the root are looked into this deep.</summary>
    private const int MaxDepth = 1;

    private static readonly string[] Extensions = [".md", ".markdown", ".rst", "", ".txt"];

    public static bool Is(string path) => Rank(path) >= 0 && Depth(path) <= MaxDepth;

    /// <summary>The outermost, marked up before plain text, then by path; null when there is none.</summary>
    public static ArchiveFile? Choose(IEnumerable<ArchiveFile> files) => files
        .Where(f => Is(f.Path))
        .OrderBy(f => Depth(f.Path))
        .ThenBy(f => Rank(f.Path))
        .ThenBy(f => f.Path, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Whether its text is to be read as reStructuredText, which plain text files of Python packages often are, rather than as Markdown.</summary>
    public static bool IsRst(string path, string text) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".RST" or ".TXT" => true,
        "" => RstSnippets.LooksLikeIt(text),
        _ => false,
    };

    private static int Depth(string path) => path.AsSpan().Count('/');

    private static int Rank(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith("readme", StringComparison.OrdinalIgnoreCase)
            ? Array.FindIndex(Extensions, e => name.AsSpan(6).Equals(e, StringComparison.OrdinalIgnoreCase))
            : -1;
    }
}
