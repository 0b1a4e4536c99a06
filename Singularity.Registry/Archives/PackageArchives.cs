using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Archives;

/// <summary>Reads an archive of any layout.</summary>
internal static class PackageArchives
{
    /// <param name="bytesWanted">How many bytes of the file with this path are wanted at most; 0 skips it.</param>
    /// <param name="progress">Told the number of entries read; may be null.</param>
    /// <exception cref="ArchiveException">The archive is broken or breaks a limit.</exception>
    public static Task<ArchiveContent> ReadAsync(
        Stream compressed, ArchiveLayout layout, ArchiveLimits limits, Func<string, int> bytesWanted, Action<int>? progress, CancellationToken cancellationToken) =>
        layout switch
        {
            ArchiveLayout.TarGzInFolder => TarGzArchive.ReadAsync(compressed, limits, bytesWanted, progress, cancellationToken),
            ArchiveLayout.Zip => ZippedArchive.ReadAsync(compressed, limits, ArchivePath.Within, bytesWanted, progress, cancellationToken),
            ArchiveLayout.ZipInFolder => ZippedArchive.ReadAsync(compressed, limits, ArchivePath.BelowFirstFolder, bytesWanted, progress, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "No reader for this layout."),
        };
}
