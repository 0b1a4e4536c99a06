using System.Buffers.Binary;
using System.Text;

namespace Singularity.Registry.Archives;

/// <summary>A header block of the ustar, pax, GNU and the original tar format.</summary>
internal readonly record struct TarHeader(string Path, long Size, char Type)
{
    public const int BlockSize = 512;

    /// <summary>Bytes up to the next header.</summary>
    public long PaddedSize => (Size + BlockSize - 1) / BlockSize * BlockSize;

    public bool IsFile => Type is '0' or '\0' or '7' && !Path.EndsWith('/');

    public bool IsFolder => Type is '5' || (Type is '0' or '\0' && Path.EndsWith('/'));

    /// <summary>Describes the entry after it: pax attributes or a GNU long name.</summary>
    public bool IsExtension => Type is 'x' or 'g' or 'L' or 'K' or 'X';

    /// <exception cref="ArchiveException">The block is no tar header.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (!ChecksumMatches(block))
        {
            throw new ArchiveException("is not a tar archive: a header's checksum does not match.");
        }

        var name = Text(block[..100]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(345, 155)) : "";
        return new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, Number(block.Slice(124, 12)), (char)block[156]);
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static bool ChecksumMatches(ReadOnlySpan<byte> block)
    {
        // The sum counts its own field as blanks.
        var sum = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : block[i];
        }

        return Number(block.Slice(148, 8)) == sum;
    }

    /// <summary>Octal digits, or, with the first bit set, a big-endian number for what octal digits cannot hold.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            var large = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return field[0] == 0x80 && large >= 0 ? large : throw new ArchiveException("has a header with a negative or enormous number.");
        }

        long value = 0;
        foreach (var b in field.Trim(" \0"u8))
        {
            if (b is < (byte)'0' or > (byte)'7')
            {
                throw new ArchiveException("is not a tar archive: a header holds something else where a number belongs.");
            }

            value = (value << 3) + (b - '0');
        }

        return value;
    }
}
