using System.Buffers.Binary;
using System.Text;

namespace Singularity.Registry.Tiers;

/// <summary>
/// An entry as one block of bytes, for JetStream KV: format (1 byte), revision and validation time in Unix milliseconds (8 bytes each, big
/// endian), length of the version (2 bytes), the version in UTF-8, and the record as it goes over the wire; a marker has neither version nor record.
/// </summary>
internal static class EntryFormat
{
    private const byte Format = 1;
    private const int Fixed = 1 + 8 + 8 + 2;

    public static byte[] Write(PackageEntry entry)
    {
        var versionLength = Encoding.UTF8.GetByteCount(entry.Version);
        var bytes = new byte[Fixed + versionLength + entry.Record.Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), entry.Revision);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), entry.ValidatedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(17), checked((ushort)versionLength));
        Encoding.UTF8.GetBytes(entry.Version, bytes.AsSpan(Fixed));
        entry.Record.Span.CopyTo(bytes.AsSpan(Fixed + versionLength));
        return bytes;
    }

    /// <summary>Null when the bytes are not an entry; whoever finds them treats it as a miss.</summary>
    public static PackageEntry? Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < Fixed || span[0] != Format)
        {
            return null;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(span[9..]);
        var start = Fixed + BinaryPrimitives.ReadUInt16BigEndian(span[17..]);
        if (start > span.Length || (start < span.Length && span[start] != (byte)'{')
            || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new PackageEntry(
            Encoding.UTF8.GetString(span[Fixed..start]),
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            BinaryPrimitives.ReadInt64BigEndian(span[1..]),
            bytes[start..]);
    }
}
