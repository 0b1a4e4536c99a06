using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.Changelog;

/// <summary>Which file of an archive is its change log.</summary>
internal static class ChangelogFile
{
    /// <summary>The part of a change log that is read, in bytes; it has the newest versions first.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly string[] Names = ["changelog", "changes", "change_log", "change-log", "history", "releases", "release_notes", "release-notes", "news"];

    private static readonly string[] Extensions = [".md", ".markdown", ".rst", "", ".txt"];

    private static readonly string[] Folders = ["", "docs", "doc"];

    public static bool Is(string path) => Rank(path) >= 0;

    /// <summary>The outermost, by the names' and the formats' custom; null when there is none.</summary>
    public static ArchiveFile? Choose(IEnumerable<ArchiveFile> files) => files
        .Where(f => Is(f.Path))
        .OrderBy(f => Rank(f.Path))
        .ThenBy(f => f.Path, StringComparer.Ordinal)
        .FirstOrDefault();

    private static int Rank(string path)
    {
        var folder = Index(Folders, Path.GetDirectoryName(path) ?? "");
        var extension = Index(Extensions, Path.GetExtension(path));
        var name = Index(Names, Path.GetFileNameWithoutExtension(path));
        return folder < 0 || extension < 0 || name < 0 ? -1 : (((folder * Names.Length) + name) * Extensions.Length) + extension;
    }

    private static int Index(string[] values, string value) => Array.FindIndex(values, v => v.Equals(value, StringComparison.OrdinalIgnoreCase));
}
