using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>
/// Finds a package's signature and hashes all bytes that it covers: the archive as it was before the signature was put into it. Only the archive's end
/// record, its directory and the one stored entry are looked at; their form is that of .NET's signing tools to the letter, or there is no signature.
/// </summary>
internal sealed class SignedZip
{
    private const string Name = ".signature.p7s";
    private const int EndLength = 22;
    private const int HeaderLength = 46;
    private const int LocalLength = 30;
    private const int MaxDirectory = 32 * 1024 * 1024;
    private const int MaxSignature = 1024 * 1024;

    private readonly Stream _zip;
    private readonly byte[] _end;
    private readonly byte[] _directory;
    private readonly long _directoryStart;
    private readonly (int At, int Length) _header;
    private readonly (long At, long Length) _entry;

    private SignedZip(Stream zip, byte[] end, byte[] directory, long directoryStart, (int At, int Length) header, (long At, long Length) entry, byte[] signature) =>
        (_zip, _end, _directory, _directoryStart, _header, _entry, Signature) = (zip, end, directory, directoryStart, header, entry, signature);

    /// <summary>The bytes of the CMS message.</summary>
    public byte[] Signature { get; }

    /// <summary>Null when there is no signature of the expected form.</summary>
    /// <param name="zip">Seekable; left open.</param>
    public static SignedZip? Open(Stream zip)
    {
        if (zip.Length < EndLength)
        {
            return null;
        }

        // Signed packages have no comment.
        var end = Read(zip, zip.Length - EndLength, EndLength);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12));
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054b50 || size > MaxDirectory || start + (long)size != zip.Length - EndLength)
        {
            return null;
        }

        var directory = Read(zip, start, (int)size);
        return FindHeader(directory) is { } header ? OpenEntry(zip, end, directory, start, header) : null;
    }

    /// <summary>The hash over everything but the signature, with the numbers that its insertion changed set back.</summary>
    public byte[] HashContent(HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        Append(hash, 0, _entry.At);
        Append(hash, _entry.At + _entry.Length, _directoryStart);
        var directory = (byte[])_directory.Clone();
        for (var at = 0; at < directory.Length; at += LengthOf(directory, at))
        {
            var offset = directory.AsSpan(at + 42);
            if (BinaryPrimitives.ReadUInt32LittleEndian(offset) is var local && local > _entry.At)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(offset, (uint)(local - _entry.Length));
            }
        }

        hash.AppendData(directory.AsSpan(0, _header.At));
        hash.AppendData(directory.AsSpan(_header.At + _header.Length));
        var end = (byte[])_end.Clone();
        Subtract16(end.AsSpan(8));
        Subtract16(end.AsSpan(10));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(_directory.Length - _header.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)(_directoryStart - _entry.Length));
        hash.AppendData(end);
        return hash.GetHashAndReset();
    }

    private static (int At, int Length)? FindHeader(byte[] directory)
    {
        (int At, int Length)? found = null;
        for (var at = 0; at < directory.Length;)
        {
            if (directory.Length - at < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at)) != 0x02014b50
                || LengthOf(directory, at) is var length && length > directory.Length - at)
            {
                return null;
            }

            var name = directory.AsSpan(at + HeaderLength, BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 28)));
            if (System.Text.Encoding.ASCII.GetString(name) == Name)
            {
                // Of two signatures readers could choose differently.
                if (found is not null)
                {
                    return null;
                }

                found = (at, length);
            }

            at += length;
        }

        return found;
    }

    private static SignedZip? OpenEntry(Stream zip, byte[] end, byte[] directory, long directoryStart, (int At, int Length) header)
    {
        var fields = directory.AsSpan(header.At, HeaderLength);
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(fields[8..]), BinaryPrimitives.ReadUInt16LittleEndian(fields[10..]));
        var size = BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(fields[42..]);
        if ((flags & 9) != 0 || method != 0 || size > MaxSignature || BinaryPrimitives.ReadUInt32LittleEndian(fields[24..]) != size || offset + LocalLength > directoryStart)
        {
            return null;
        }

        var local = Read(zip, offset, LocalLength);
        var data = offset + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        return BinaryPrimitives.ReadUInt32LittleEndian(local) == 0x04034b50 && data + size <= directoryStart
            ? new SignedZip(zip, end, directory, directoryStart, header, (offset, data + size - offset), Read(zip, data, (int)size))
            : null;
    }

    private static int LengthOf(byte[] directory, int at) =>
        HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 28)) + BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 30))
        + BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 32));

    private static void Subtract16(Span<byte> number) =>
        BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(number) - 1));

    private static byte[] Read(Stream zip, long at, int count)
    {
        var bytes = new byte[count];
        zip.Position = at;
        zip.ReadExactly(bytes);
        return bytes;
    }

    private void Append(IncrementalHash hash, long from, long to)
    {
        var buffer = new byte[81920];
        _zip.Position = from;
        for (var left = to - from; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            _zip.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }
    }
}
