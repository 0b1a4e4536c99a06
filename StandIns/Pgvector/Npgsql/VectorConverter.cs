using System.Buffers;
using System.Buffers.Binary;
using Npgsql.Internal;

namespace Pgvector.Npgsql;

/// <summary>The binary form: the number of dimensions and a zero, two bytes each, then every element in four; big-endian.</summary>
internal sealed class VectorConverter : PgStreamingConverter<Vector>
{
    private const int HeaderLength = 2 * sizeof(ushort);

    public override Vector Read(PgReader reader) => Decode(reader.ReadBytes(reader.CurrentRemaining));

    public override async ValueTask<Vector> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
        Decode(await reader.ReadBytesAsync(reader.CurrentRemaining, cancellationToken));

    public override Size GetSize(SizeContext context, Vector value, ref object? writeState) =>
        HeaderLength + (sizeof(float) * value.Memory.Length);

    public override void Write(PgWriter writer, Vector value) => writer.WriteBytes(Encode(value));

    public override ValueTask WriteAsync(PgWriter writer, Vector value, CancellationToken cancellationToken = default) =>
        writer.WriteBytesAsync(Encode(value), cancellationToken);

    private static byte[] Encode(Vector value)
    {
        var elements = value.Memory.Span;
        var bytes = new byte[HeaderLength + (sizeof(float) * elements.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Convert.ToUInt16(elements.Length));
        for (var index = 0; index < elements.Length; index++)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(HeaderLength + (sizeof(float) * index)), elements[index]);
        }

        return bytes;
    }

    private static Vector Decode(ReadOnlySequence<byte> sequence)
    {
        var bytes = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        if (bytes.Length < HeaderLength ||
            bytes.Length != HeaderLength + (sizeof(float) * BinaryPrimitives.ReadUInt16BigEndian(bytes)) ||
            BinaryPrimitives.ReadUInt16BigEndian(bytes[sizeof(ushort)..]) != 0)
        {
            throw new InvalidCastException("The server sent a vector in a form that is not known.");
        }

        var elements = new float[BinaryPrimitives.ReadUInt16BigEndian(bytes)];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = BinaryPrimitives.ReadSingleBigEndian(bytes[(HeaderLength + (sizeof(float) * index))..]);
        }

        return new Vector(elements);
    }
}
