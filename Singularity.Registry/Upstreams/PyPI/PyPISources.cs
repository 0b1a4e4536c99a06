namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>
/// Chooses what to read of a version: the API from the wheel, which holds what is installed, README and examples from the sources, which hold more.
/// </summary>
internal static class PyPISources
{
    /// <summary>The archives, the one the record describes first; empty when the version has none.</summary>
    /// <param name="problem">Continues "lists package version "; null unless there are files of which none can be verified.</param>
    public static IReadOnlyList<ArchiveSource> Choose(IReadOnlyList<PyPIFile> files, long maxWheel, long maxArchive, out string? problem)
    {
        var readable = files.Where(static f => PyPIFileName.IsWheel(f.FileName) || PyPIFileName.SourceLayout(f.FileName) is not null).ToArray();
        var usable = readable.Where(static f => f.Hashes.Count > 0).ToArray();
        problem = readable.Length > 0 && usable.Length == 0 ? "without a SHA-2 checksum." : null;
        var source = usable.Where(static f => !PyPIFileName.IsWheel(f.FileName))
            .MinBy(static f => (PyPIFileName.SourceLayout(f.FileName) == ArchiveLayout.ZipInFolder, f.FileName));
        var wheel = usable.Where(static f => PyPIFileName.IsWheel(f.FileName)).MinBy(static f => PyPIFileName.Rank(f.FileName));
        if (source is not null && wheel?.Size > maxWheel)
        {
            wheel = null;
        }

        if (wheel is not null && source?.Size > maxArchive)
        {
            source = null;
        }

        return (wheel, source) switch
        {
            (not null, not null) => [Create(wheel, ArchiveUse.Code), Create(source, ArchiveUse.Documents)],
            (not null, null) => [Create(wheel, ArchiveUse.All)],
            (null, not null) => [Create(source, ArchiveUse.All)],
            _ => [],
        };
    }

    private static ArchiveSource Create(PyPIFile file, ArchiveUse use) =>
        new(file.Url, file.Hashes, PyPIFileName.SourceLayout(file.FileName) ?? ArchiveLayout.Zip, use);
}
