namespace LiteDB;

/// <summary>
/// The stored form of a value: a type byte, then its content; lengths and counts as 7 bit groups. Binary content is kept as it is,
/// so a document that carries an archive costs no more than the archive.
/// </summary>
internal static class DocumentCodec
{
    public static byte[] Encode(BsonValue value)
    {
        using var stream = new MemoryStream(SizeHint(value));
        using var writer = new BinaryWriter(stream);
        Write(writer, value);
        return stream.TryGetBuffer(out var buffer) && buffer.Count == buffer.Array.Length ? buffer.Array : stream.ToArray();
    }

    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <param name="utcDate">Whether dates stay UTC; otherwise they become local time.</param>
    /// <exception cref="LiteException">The bytes are no document.</exception>
    public static BsonDocument Decode(ReadOnlySpan<byte> bytes, bool utcDate)
    {
        var reader = new DocumentReader(bytes, utcDate);
        return reader.Read() as BsonDocument ?? throw LiteErrors.InvalidDatafileState("A stored document has an unknown form.", null);
    }

    private static int SizeHint(BsonValue value) =>
        value is BsonDocument document ? 64 + document.Values.Sum(item => item.IsBinary ? item.AsBinary.Length + 32 : 48) : 64;

    private static void Write(BinaryWriter writer, BsonValue value)
    {
        writer.Write((byte)value.Type);
        switch (value.Type)
        {
            case BsonType.Document:
                writer.Write7BitEncodedInt(value.AsDocument.Count);
                foreach (var (key, item) in value.AsDocument)
                {
                    writer.Write(key);
                    Write(writer, item);
                }

                break;
            case BsonType.Array:
                writer.Write7BitEncodedInt(value.AsArray.Count);
                foreach (var item in value.AsArray)
                {
                    Write(writer, item);
                }

                break;
            case BsonType.Binary:
                writer.Write7BitEncodedInt(value.AsBinary.Length);
                writer.Write(value.AsBinary);
                break;
            case BsonType.String:
                writer.Write(value.AsString);
                break;
            default:
                WriteScalar(writer, value);
                break;
        }
    }

    private static void WriteScalar(BinaryWriter writer, BsonValue value)
    {
        switch (value.Type)
        {
            case BsonType.Int32:
                writer.Write(value.AsInt32);
                break;
            case BsonType.Int64:
                writer.Write(value.AsInt64);
                break;
            case BsonType.Double:
                writer.Write(value.AsDouble);
                break;
            case BsonType.Decimal:
                writer.Write(value.AsDecimal);
                break;
            case BsonType.Boolean:
                writer.Write(value.AsBoolean);
                break;
            case BsonType.Guid:
                writer.Write(value.AsGuid.ToByteArray());
                break;
            case BsonType.ObjectId:
                writer.Write(value.AsObjectId.ToByteArray());
                break;
            case BsonType.DateTime:
                var date = value.AsDateTime;
                writer.Write((date.Kind == DateTimeKind.Utc || date == DateTime.MinValue || date == DateTime.MaxValue ? date : date.ToUniversalTime()).Ticks);
                break;
        }
    }
}
