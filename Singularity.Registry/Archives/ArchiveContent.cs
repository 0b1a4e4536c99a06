namespace Singularity.Registry.Archives;

/// <summary>What was read of an archive.</summary>
/// <param name="Files">The files that were wanted, by path without an outermost folder. Of two with one path a tar archive's later one counts; a zip archive must not have them.</param>
/// <param name="FileBytes">The sizes of all regular files.</param>
/// <param name="FileCount">Regular files.</param>
/// <param name="Skipped">Links, devices and files outside an outermost folder: never read, never followed.</param>
internal sealed record ArchiveContent(IReadOnlyDictionary<string, ArchiveFile> Files, long FileBytes, int FileCount, int Skipped)
{
    /// <summary>Bytes of memory that a kept file's path takes: many empty files with long paths must not cost more than one large file may.</summary>
    public static int PathCost(string path) => (path.Length * sizeof(char)) + 128;
}

/// <summary>One file.</summary>
/// <param name="Content">Its bytes up to the limit asked for.</param>
/// <param name="Size">All its bytes.</param>
internal sealed record ArchiveFile(string Path, byte[] Content, long Size)
{
    public bool IsWhole => Content.Length == Size;
}
