namespace Singularity.Registry.Archives;

/// <summary>
/// Reads .tar.gz archives entry by entry, keeping only what is wanted. Its own reader, since System.Formats.Tar allocates whatever size an
/// extension header states before it has read a byte of it. Links and devices are skipped, as the npm client skips them.
/// </summary>
internal static class TarGzArchive
{
    /// <param name="compressed">From its start; left open.</param>
    /// <param name="bytesWanted">How many bytes of the file with this path are wanted at most; 0 skips it.</param>
    /// <param name="progress">Told the number of entries read; may be null.</param>
    /// <exception cref="ArchiveException">The archive is broken or breaks a limit.</exception>
    public static async Task<ArchiveContent> ReadAsync(
        Stream compressed, ArchiveLimits limits, Func<string, int> bytesWanted, Action<int>? progress, CancellationToken cancellationToken)
    {
        await using var data = new BoundedInflation(compressed, limits);
        var kept = new Dictionary<string, ArchiveFile>(StringComparer.Ordinal);
        var (fileBytes, keptBytes, files, skipped) = (0L, 0L, 0, 0);
        var entries = new TarEntries(data, limits);
        while (await entries.NextAsync(cancellationToken) is { } entry)
        {
            progress?.Invoke(entries.Count);
            if (!entry.IsFile)
            {
                skipped += entry.IsFolder ? 0 : 1;
                _ = entry.IsFolder ? ArchivePath.BelowFirstFolder(entry.Path, limits) : null;
                continue;
            }

            if (ArchivePath.BelowFirstFolder(entry.Path, limits) is not { } path)
            {
                skipped++;
                continue;
            }

            files++;
            fileBytes += entry.Size;
            var most = Math.Min(bytesWanted(path), limits.MaxFileBytes);
            var wanted = (int)Math.Min(entry.Size, most);
            var cost = wanted + ArchiveContent.PathCost(path);
            if (most > 0 && keptBytes + cost <= limits.MaxKeptBytes)
            {
                keptBytes += cost;
                kept[path] = new ArchiveFile(path, await entries.ReadAsync(wanted, cancellationToken), entry.Size);
            }
        }

        return entries.Count > 0
            ? new ArchiveContent(kept, fileBytes, files, skipped)
            : throw new ArchiveException($"holds nothing in its {compressed.Length} bytes.");
    }
}
