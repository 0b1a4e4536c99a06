using System.IO.Compression;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Archives;

/// <summary>
/// Reads zip archives by their directory, inflating only what is wanted. Its own reader, since System.IO.Compression.ZipArchive makes objects of as
/// many entries as an archive states, believes their sizes and lets them share bytes. The archive's own CRC-32s are not looked at: a stronger checksum
/// of all its bytes has matched.
/// </summary>
internal static class ZippedArchive
{
    /// <param name="archive">Seekable; left open.</param>
    /// <param name="place">Checks an entry's path and gives the one to know it by; null leaves the entry out.</param>
    /// <param name="bytesWanted">How many bytes of the file with this path are wanted at most; 0 skips it.</param>
    /// <param name="progress">Told the number of entries read; may be null.</param>
    /// <exception cref="ArchiveException">The archive is broken or breaks a limit.</exception>
    public static async Task<ArchiveContent> ReadAsync(
        Stream archive, ArchiveLimits limits, Func<string, ArchiveLimits, string?> place, Func<string, int> bytesWanted, Action<int>? progress,
        CancellationToken cancellationToken)
    {
        var end = await ZipEnd.ReadAsync(archive, limits, cancellationToken);
        var directory = new ZipDirectory(archive, end);
        var sections = new ZipSections(end.Count);
        var unpacked = new UnpackedLimit(limits, archive.Length);
        var wanted = new Dictionary<string, (ZipEntry Entry, int Bytes)>(StringComparer.Ordinal);
        var (fileBytes, keptBytes, files, skipped) = (0L, 0L, 0, 0);
        while (await directory.NextAsync(cancellationToken) is { } entry)
        {
            progress?.Invoke(directory.Count);
            sections.Add(entry);
            var path = place(entry.Path, limits);
            if (entry.IsEncrypted)
            {
                throw new ArchiveException($"has the encrypted entry '{PackageName.Display(entry.Path)}', which nobody could read.");
            }

            if (entry.IsFolder || entry.IsSpecial || path is null)
            {
                skipped += entry.IsFolder ? 0 : 1;
                continue;
            }

            files++;
            fileBytes += entry.Size;
            unpacked.Check(fileBytes);
            var most = Math.Min(bytesWanted(path), limits.MaxFileBytes);
            var bytes = (int)Math.Min(entry.Size, most);
            var cost = bytes + ArchiveContent.PathCost(path);
            if (most > 0 && keptBytes + cost <= limits.MaxKeptBytes)
            {
                keptBytes += cost;
                if (!wanted.TryAdd(path, (entry with { Name = entry.Name.ToArray() }, bytes)))
                {
                    throw new ArchiveException($"has two entries '{PackageName.Display(path)}', and readers differ in which one counts.");
                }
            }
        }

        sections.Check(end.Offset);
        var kept = new Dictionary<string, ArchiveFile>(wanted.Count, StringComparer.Ordinal);
        foreach (var (path, (entry, bytes)) in wanted)
        {
            kept[path] = new ArchiveFile(path, await ReadAsync(archive, entry, bytes, sections.EndOf(entry.Offset, end.Offset), cancellationToken), entry.Size);
        }

        return directory.Count > 0
            ? new ArchiveContent(kept, fileBytes, files, skipped)
            : throw new ArchiveException($"holds nothing in its {archive.Length} bytes.");
    }

    private static async Task<byte[]> ReadAsync(Stream archive, ZipEntry entry, int bytes, long limit, CancellationToken cancellationToken)
    {
        var start = await ZipLocalHeader.FindDataAsync(archive, entry, entry.Name, cancellationToken);
        if (start + entry.Compressed > limit)
        {
            throw new ArchiveException("has entries that share the same bytes, which only a decompression bomb does.");
        }

        archive.Position = start;
        await using var section = new StreamSection(archive, entry.Compressed);
        switch (entry.Method)
        {
            case ZipEntry.Stored when entry.Compressed == entry.Size:
                return await ReadAsync(section, entry, bytes, cancellationToken);
            case ZipEntry.Deflated:
                await using (var data = new DeflateStream(section, CompressionMode.Decompress, leaveOpen: true))
                {
                    return await ReadAsync(data, entry, bytes, cancellationToken);
                }

            case ZipEntry.Stored:
                throw new ArchiveException($"states two sizes for its entry '{PackageName.Display(entry.Path)}', which is not compressed.");
            default:
                throw new ArchiveException($"has the entry '{PackageName.Display(entry.Path)}' compressed by method {entry.Method}; only deflate is read.");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream data, ZipEntry entry, int bytes, CancellationToken cancellationToken)
    {
        var content = new byte[bytes];
        try
        {
            if (await data.ReadAtLeastAsync(content, bytes, throwOnEndOfStream: false, cancellationToken) == bytes
                && (bytes < entry.Size || await data.ReadAsync(new byte[1], cancellationToken) == 0))
            {
                return content;
            }
        }
        catch (InvalidDataException exception)
        {
            throw new ArchiveException($"has the entry '{PackageName.Display(entry.Path)}', which is not valid deflate data.", exception);
        }

        throw new ArchiveException($"has the entry '{PackageName.Display(entry.Path)}', which does not unpack to the {entry.Size} bytes stated.");
    }
}
