using System.Buffers.Binary;
using System.Text;

namespace Singularity.Registry.Archives;

/// <summary>An entry as a zip archive's directory describes it.</summary>
/// <param name="Name">The path as its bytes stand in the archive.</param>
/// <param name="Flags">General purpose flags.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Compressed">Bytes in the archive.</param>
/// <param name="Size">Bytes unpacked, as stated.</param>
/// <param name="Offset">Of its local header.</param>
/// <param name="Mode">File type and permissions of Unix; 0 where they are not stated.</param>
internal readonly record struct ZipEntry(ReadOnlyMemory<byte> Name, int Flags, int Method, long Compressed, long Size, long Offset, int Mode)
{
    /// <summary>Bytes of the fixed part of a directory header.</summary>
    public const int HeaderSize = 46;

    public const int Stored = 0;

    public const int Deflated = 8;

    private const int TypeMask = 0xF000;

    private static readonly Encoding Cp437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <summary>Also those whose headers are masked.</summary>
    public bool IsEncrypted => (Flags & 0x2041) != 0;

    public bool IsFolder => (Mode & TypeMask) == 0x4000 || (Name.Length > 0 && Name.Span[^1] == '/');

    /// <summary>A link, device or pipe.</summary>
    public bool IsSpecial => (Mode & TypeMask) is not (0 or 0x4000 or 0x8000);

    /// <summary>UTF-8 where the entry says so, else code page 437, to the letter of the format.</summary>
    public string Path => ((Flags & 0x800) != 0 ? Encoding.UTF8 : Cp437).GetString(Name.Span);

    /// <summary>Bytes after the fixed part: name, extra fields and comment.</summary>
    public static int RestSize(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header) == 0x02014b50
            ? UInt16(header, 28) + UInt16(header, 30) + UInt16(header, 32)
            : throw new ArchiveException("is not a valid zip archive: its directory holds something else where an entry belongs.");

    /// <param name="header">The fixed part.</param>
    /// <param name="rest">What follows it; the name stays part of it.</param>
    /// <exception cref="ArchiveException">The numbers make no sense.</exception>
    public static ZipEntry Parse(ReadOnlySpan<byte> header, ReadOnlyMemory<byte> rest)
    {
        var nameSize = UInt16(header, 28);
        var extra = LargeNumbers(rest.Span.Slice(nameSize, UInt16(header, 30)));
        var size = Number(UInt32(header, 24), ref extra);
        var compressed = Number(UInt32(header, 20), ref extra);
        var offset = Number(UInt32(header, 42), ref extra);
        return new ZipEntry(
            rest[..nameSize], UInt16(header, 8), UInt16(header, 10), compressed, size, offset, (int)(UInt32(header, 38) >> 16));
    }

    /// <summary>The ZIP64 field: one number for each that does not fit into 32 bits.</summary>
    private static ReadOnlySpan<byte> LargeNumbers(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = UInt16(extra, 2);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (UInt16(extra, 0) == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Number(uint number, ref ReadOnlySpan<byte> large)
    {
        if (number != uint.MaxValue)
        {
            return number;
        }

        var result = large.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(large);
        if (result is < 0 or > long.MaxValue / 4)
        {
            throw new ArchiveException("is not a valid zip archive: an entry's size or place is missing or impossible.");
        }

        large = large[8..];
        return result;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
