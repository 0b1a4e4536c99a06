using System.Buffers.Binary;
using System.IO.Compression;
using Singularity.Registry.Advisories.Osv;

namespace Singularity.Registry.Advisories.Dumps;

/// <summary>A zip of documents, read in place: its directory is measured before it is read, and no entry is trusted in what it says about its size.</summary>
internal static class ZipDump
{
    // The end-of-directory record (APPNOTE.TXT 4.3.16): signature, then at 16 the directory's offset; a comment of up to 64 KiB may follow it.
    private const int EndLength = 22;
    private const uint EndSignature = 0x06054B50;

    // Ahead of it in large archives: the locator (4.3.15), at 8 the offset of the 64-bit record (4.3.14), which at 48 has the directory's offset.
    private const int LocatorLength = 20;
    private const uint LocatorSignature = 0x07064B50;
    private const int End64Length = 56;
    private const uint End64Signature = 0x06064B50;

    public static ZipArchive Open(string path, DumpLimits limits)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            if (DirectoryLength(file) is not { } length)
            {
                throw new DumpException($"{path} is not a zip archive, or its end is missing. Download it again.");
            }

            if (length > limits.DirectoryBytes)
            {
                throw new DumpException($"{path} has a directory of {length} bytes; at most {limits.DirectoryBytes} are accepted.");
            }

            file.Position = 0;
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return zip.Entries.Count <= limits.Entries
                ? zip
                : throw new DumpException($"{path} holds {zip.Entries.Count} files; at most {limits.Entries} are accepted.");
        }
        catch (InvalidDataException exception)
        {
            file.Dispose();
            throw new DumpException($"{path} is not a readable zip archive: {exception.Message}", exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static DumpFile Read(ZipArchiveEntry entry, DumpLimits limits)
    {
        try
        {
            using var stream = entry.Open();
            var ratioBytes = Math.Max(limits.RatioFloorBytes, entry.CompressedLength * limits.Ratio);
            return BoundedRead.All(stream, Math.Min(OsvLimits.Bytes, ratioBytes)) is { } bytes ? new DumpFile(entry.FullName, bytes)
                : new DumpFile(
                    entry.FullName, default,
                    ratioBytes < OsvLimits.Bytes
                        ? $"unpacks to more than {limits.Ratio} times its size, which only a decompression bomb does."
                        : $"has more than the {OsvLimits.Bytes} bytes that are accepted of one advisory.");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            return new DumpFile(entry.FullName, default, $"cannot be unpacked: {exception.Message}");
        }
    }

    /// <summary>From where the directory begins to where its end record does; null when there is no such record.</summary>
    private static long? DirectoryLength(FileStream file)
    {
        var tail = ReadAt(file, Math.Max(0, file.Length - EndLength - ushort.MaxValue), (int)Math.Min(file.Length, EndLength + ushort.MaxValue));
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                var end = file.Length - tail.Length + at;
                var offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
                offset = offset == uint.MaxValue ? Offset64(file, end) ?? offset : offset;
                return offset <= end ? end - offset : null;
            }
        }

        return null;
    }

    private static long? Offset64(FileStream file, long end)
    {
        var locator = ReadAt(file, end - LocatorLength, LocatorLength);
        if (locator.Length < LocatorLength || BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature)
        {
            return null;
        }

        var record = ReadAt(file, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), End64Length);
        return record.Length == End64Length && BinaryPrimitives.ReadUInt32LittleEndian(record) == End64Signature
            ? BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)) is >= 0 and var offset ? offset : null
            : null;
    }

    private static byte[] ReadAt(FileStream file, long position, int length)
    {
        if (position < 0 || position > file.Length)
        {
            return [];
        }

        file.Position = position;
        var bytes = new byte[length];
        return bytes[..file.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }
}
