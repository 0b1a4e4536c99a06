using System.Buffers.Binary;

namespace Singularity.Registry.Archives;

/// <summary>The header in front of an entry's data, which must agree with the directory.</summary>
internal static class ZipLocalHeader
{
    /// <summary>Bytes of its fixed part.</summary>
    public const int Size = 30;

    /// <summary>Where the entry's data start.</summary>
    /// <param name="name">As the directory writes it.</param>
    /// <exception cref="ArchiveException">There is none, or it describes something else.</exception>
    public static async ValueTask<long> FindDataAsync(Stream archive, ZipEntry entry, ReadOnlyMemory<byte> name, CancellationToken cancellationToken)
    {
        var header = new byte[Size + name.Length];
        archive.Position = entry.Offset;
        var count = await archive.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
        return count == header.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(header) == 0x04034b50
            && BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)) == entry.Method
            && BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) == name.Length
            && header.AsSpan(Size).SequenceEqual(name.Span)
            ? entry.Offset + header.Length + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28))
            : throw new ArchiveException("is not a valid zip archive: an entry is not what its directory says.");
    }
}
