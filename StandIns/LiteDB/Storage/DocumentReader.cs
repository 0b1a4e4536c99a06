using System.Buffers.Binary;
using System.Text;

namespace LiteDB;

/// <summary>Reads what <see cref="DocumentCodec"/> wrote. Bytes that it did not write give one clear error.</summary>
internal ref struct DocumentReader(ReadOnlySpan<byte> bytes, bool utcDate)
{
    /// <summary>Beyond what any mapper writes; a bound against forged nesting.</summary>
    private const int MaxDepth = 200;

    private ReadOnlySpan<byte> _rest = bytes;
    private int _depth;

    public BsonValue Read()
    {
        if (++_depth > MaxDepth)
        {
            throw Malformed();
        }

        BsonValue value = (BsonType)Take(1)[0] switch
        {
            BsonType.Null => BsonValue.Null,
            BsonType.MinValue => BsonValue.MinValue,
            BsonType.MaxValue => BsonValue.MaxValue,
            BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
            BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
            BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            BsonType.Decimal => ReadDecimal(),
            BsonType.String => Encoding.UTF8.GetString(Take(Length())),
            BsonType.Binary => Take(Length()).ToArray(),
            BsonType.ObjectId => new ObjectId(Take(12).ToArray()),
            BsonType.Guid => new Guid(Take(16)),
            BsonType.Boolean => Take(1)[0] != 0,
            BsonType.DateTime => ReadDate(),
            BsonType.Document => ReadDocument(),
            BsonType.Array => ReadArray(),
            _ => throw Malformed(),
        };
        _depth--;
        return value;
    }

    private static LiteException Malformed() => LiteErrors.InvalidDatafileState("A stored document is malformed.", null);

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw Malformed();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private int Length()
    {
        var length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = Take(1)[0];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return length;
            }
        }

        throw Malformed();
    }

    private BsonDocument ReadDocument()
    {
        var document = new BsonDocument();
        for (var count = Length(); count > 0; count--)
        {
            var key = Encoding.UTF8.GetString(Take(Length()));
            document[key] = Read();
        }

        return document;
    }

    private BsonArray ReadArray()
    {
        var array = new BsonArray();
        for (var count = Length(); count > 0; count--)
        {
            array.Add(Read());
        }

        return array;
    }

    private BsonValue ReadDecimal()
    {
        var (low, middle, high, flags) = (ReadInt(), ReadInt(), ReadInt(), ReadInt());
        var scale = (byte)(flags >> 16);
        return (flags & 0x7F00FFFF) == 0 && scale <= 28 ? new decimal(low, middle, high, flags < 0, scale) : throw Malformed();
    }

    private int ReadInt() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private BsonValue ReadDate()
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            throw Malformed();
        }

        if (ticks == DateTime.MinValue.Ticks || ticks == DateTime.MaxValue.Ticks)
        {
            return new DateTime(ticks);
        }

        var date = new DateTime(ticks, DateTimeKind.Utc);
        return utcDate ? date : date.ToLocalTime();
    }
}
