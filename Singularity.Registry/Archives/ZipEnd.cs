using System.Buffers.Binary;

namespace Singularity.Registry.Archives;

/// <summary>What the records at a zip archive's end say about its directory.</summary>
/// <param name="Count">Entries.</param>
/// <param name="Offset">Where the directory starts.</param>
/// <param name="End">Where it ends: the first of the end records.</param>
internal readonly record struct ZipEnd(int Count, long Offset, long End)
{
    private const int Size = 22;

    private const int LocatorSize = 20;

    private const int LargeSize = 56;

    /// <summary>Reads them. The directory must reach up to them, so that no reader can see another one.</summary>
    /// <exception cref="ArchiveException">There are none, or they contradict each other or a limit.</exception>
    public static async ValueTask<ZipEnd> ReadAsync(Stream archive, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var tail = new byte[(int)Math.Min(archive.Length, LargeSize + LocatorSize + Size + ushort.MaxValue)];
        archive.Position = archive.Length - tail.Length;
        await archive.ReadExactlyAsync(tail, cancellationToken);
        return Parse(tail, archive.Length - tail.Length, limits);
    }

    private static ZipEnd Parse(ReadOnlySpan<byte> tail, long start, ArchiveLimits limits)
    {
        var at = Find(tail);
        var end = tail[at..];
        var (disks, count, size, offset) = (UInt32(end, 4), (ulong)UInt16(end, 10), (ulong)UInt32(end, 12), (ulong)UInt32(end, 16));
        var isSplit = disks != 0 || UInt16(end, 8) != UInt16(end, 10);
        if (at >= LocatorSize && UInt32(tail, at - LocatorSize) == 0x07064b50)
        {
            var usual = (count, size, offset);
            (at, isSplit, count, size, offset) = ParseLarge(tail, start, at);
            // Readers differ in which of two records they believe, so both must mean the same directory.
            if (!(usual.count is ushort.MaxValue || usual.count == count)
                || !(usual.size is uint.MaxValue || usual.size == size)
                || !(usual.offset is uint.MaxValue || usual.offset == offset))
            {
                throw new ArchiveException("is not a valid zip archive: its two end records contradict each other.");
            }
        }

        if (isSplit)
        {
            throw new ArchiveException("is one part of a zip archive in several files.");
        }

        if (count > (ulong)limits.MaxEntries)
        {
            throw new ArchiveException($"has more than {limits.MaxEntries} entries, which is the most that is accepted.");
        }

        return size <= (ulong)(start + at) && offset == (ulong)(start + at) - size
            ? new ZipEnd((int)count, (long)offset, start + at)
            : throw new ArchiveException("is not a valid zip archive: its directory is not where its end says.");
    }

    /// <summary>ZIP64: the record that its locator, before the usual end record, points to.</summary>
    private static (int At, bool IsSplit, ulong Count, ulong Size, ulong Offset) ParseLarge(ReadOnlySpan<byte> tail, long start, int end)
    {
        var at = end - LocatorSize - LargeSize;
        var stated = BinaryPrimitives.ReadUInt64LittleEndian(tail[(end - LocatorSize + 8)..]);
        // Longer records exist in the specification only.
        if (at < 0 || stated != (ulong)(start + at) || UInt32(tail, at) != 0x06064b50 || UInt64(tail, at + 4) != LargeSize - 12)
        {
            throw new ArchiveException("is not a valid zip archive: its ZIP64 end record is not where its locator says.");
        }

        var record = tail[at..];
        return (at, UInt64(record, 16) != 0 || UInt64(record, 24) != UInt64(record, 32), UInt64(record, 32), UInt64(record, 40), UInt64(record, 48));
    }

    /// <summary>The last end record whose comment reaches exactly to the archive's end.</summary>
    private static int Find(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - Size; at >= 0 && at >= tail.Length - Size - ushort.MaxValue; at--)
        {
            if (UInt32(tail, at) == 0x06054b50 && UInt16(tail, at + 20) == tail.Length - at - Size)
            {
                return at;
            }
        }

        throw new ArchiveException("is not a zip archive, or is cut: it has no end record.");
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
