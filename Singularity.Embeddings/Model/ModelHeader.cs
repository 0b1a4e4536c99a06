using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Singularity.Embeddings.Model;

/// <summary>
/// The first 64 bytes of a model file, little-endian: magic <c>SGSW</c>, u16 format version, u16 dimensions, u32 words, u32 buckets, u32 slots,
/// u32 bytes of words, u8 shortest and u8 longest n-gram, u16 zero, 32 bytes of name (UTF-8, padded with zeros), u32 zero. After it follow the slots
/// (u32), the words' offsets (u32, one more than words), the rows' scales (f32), the words (UTF-8, padded to 4 bytes), the rows (i8) of words and then
/// buckets, and the SHA-256 of everything before it.
/// </summary>
internal sealed record ModelHeader(string Name, int Dimensions, int Words, int Buckets, int Slots, int TextBytes, int ShortestGram, int LongestGram)
{
    public const int Size = 64;
    public const int SlotsAt = Size;
    public const int ChecksumSize = 32;
    public const ushort FormatVersion = 1;
    public const int LongestName = 32;

    /// <summary>Bounds every product below, so that sizes are computed without overflow. A model past it is no small static one.</summary>
    private const int MostRows = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "SGSW"u8;

    public int Rows => Words + Buckets;

    public long OffsetsAt => SlotsAt + (4L * Slots);

    public long ScalesAt => OffsetsAt + (4L * (Words + 1));

    public long TextAt => ScalesAt + (4L * Rows);

    public long RowsAt => TextAt + ((TextBytes + 3L) & ~3L);

    public long ChecksumAt => RowsAt + ((long)Rows * Dimensions);

    public long FileSize => ChecksumAt + ChecksumSize;

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Words);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Buckets);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Slots);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], TextBytes);
        (bytes[24], bytes[25]) = ((byte)ShortestGram, (byte)LongestGram);
        Encoding.UTF8.GetBytes(Name, bytes.Slice(28, LongestName));
    }

    /// <exception cref="ModelException">These bytes begin no model of this version, or one beyond the limits.</exception>
    public static ModelHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes.StartsWith(Magic))
        {
            throw new ModelException("it does not begin like a model.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) is var version and not FormatVersion)
        {
            throw new ModelException($"its format is {version}, and only {FormatVersion} is known here.");
        }

        var header = new ModelHeader(
            Encoding.UTF8.GetString(bytes.Slice(28, LongestName)).TrimEnd('\0'),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            bytes[24],
            bytes[25]);
        return header.Problem() is { } problem ? throw new ModelException(problem) : header;
    }

    private string? Problem() => this switch
    {
        { Name.Length: 0 } => "it has no name.",
        { Dimensions: var d } when d is < 8 or > 1024 || d % 8 != 0 => $"{Dimensions} dimensions are not a multiple of 8 from 8 to 1024.",
        { Words: < 1 or > MostRows } => $"{Words} words are out of bounds.",
        { Buckets: < 1 or > MostRows } => $"{Buckets} n-gram buckets are out of bounds.",
        { Slots: var s } when s <= Words || s > 8 * MostRows || !BitOperations.IsPow2(s) => $"{Slots} slots do not fit {Words} words.",
        { TextBytes: var t } when t < 0 || t > 64L * Words => $"{TextBytes} bytes of words are out of bounds.",
        { ShortestGram: < 1 } or { LongestGram: > 8 } => "its n-grams' lengths are out of bounds.",
        { ShortestGram: var shortest, LongestGram: var longest } when shortest > longest => "its n-grams' lengths are out of bounds.",
        { FileSize: > int.MaxValue } => $"{FileSize} bytes are more than a model may have.",
        _ => null,
    };
}
