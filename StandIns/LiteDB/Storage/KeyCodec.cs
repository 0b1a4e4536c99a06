using System.Buffers.Binary;
using System.Text;

namespace LiteDB;

/// <summary>Writes values as bytes that compare as the values do under a collation: one type byte, then the content.</summary>
internal static class KeyCodec
{
    /// <summary>The longest content of a key, in bytes.</summary>
    private const int MaxLength = 1023;

    public static byte[] Encode(BsonValue value, Collation collation)
    {
        if (value.IsMinValue || value.IsMaxValue)
        {
            throw LiteErrors.InvalidIndexKey("BsonValue MaxValue/MinValue are not supported as index key");
        }

        if (!Fits(value))
        {
            throw LiteErrors.InvalidIndexKey($"Index key must be less than {MaxLength} bytes.");
        }

        return value.Type switch
        {
            BsonType.Null => [(byte)BsonType.Null],
            BsonType.String => Text(value.AsString, collation),
            BsonType.Int32 or BsonType.Int64 => Number((double)value.AsInt64, value.AsInt64),
            BsonType.Double => Number(value.AsDouble, null),
            BsonType.Decimal => Number((double)value.AsDecimal, WholeOrNull(value.AsDecimal)),
            BsonType.Guid => [(byte)BsonType.Guid, .. value.AsGuid.ToByteArray(bigEndian: true)],
            BsonType.ObjectId => [(byte)BsonType.ObjectId, .. value.AsObjectId.ToByteArray()],
            BsonType.Binary => [(byte)BsonType.Binary, .. value.AsBinary],
            BsonType.Boolean => [(byte)BsonType.Boolean, value.AsBoolean ? (byte)1 : (byte)0],
            BsonType.DateTime => Date(value.AsDateTime),
            _ => [(byte)value.Type, .. DocumentCodec.Encode(value)],
        };
    }

    public static bool Fits(BsonValue value) => LengthOf(value) <= MaxLength;

    /// <summary>The keys of all strings that start so: from the first key on, before the second.</summary>
    public static (byte[] From, byte[] Before) Prefix(string prefix, Collation collation)
    {
        var from = Text(prefix, collation);
        var before = from.ToArray();

        // No key holds more than the type byte and FF only, so the carry stops at the type byte at the latest.
        var last = before.Length - 1;
        while (before[last] == 0xFF)
        {
            last--;
        }

        before[last]++;
        return (from, before[..(last + 1)]);
    }

    private static int LengthOf(BsonValue value) => value.Type switch
    {
        BsonType.String => Encoding.UTF8.GetByteCount(value.AsString),
        BsonType.Binary => value.AsBinary.Length,
        BsonType.Document or BsonType.Array => DocumentCodec.Encode(value).Length,
        _ => 0,
    };

    private static byte[] Text(string text, Collation collation)
    {
        var folded = collation.IgnoresCase ? text.ToUpperInvariant() : text;
        var key = new byte[1 + (folded.Length * 2)];
        key[0] = (byte)BsonType.String;
        Encoding.BigEndianUnicode.GetBytes(folded, key.AsSpan(1));
        return key;
    }

    private static long? WholeOrNull(decimal value) =>
        value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value : null;

    /// <summary>A double that sorts as bytes, then what a whole number has beyond what a double can tell.</summary>
    private static byte[] Number(double value, long? whole)
    {
        var key = new byte[17];
        key[0] = (byte)BsonType.Int32;
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), bits < 0 ? ~bits : bits ^ long.MinValue);
        var rest = whole is { } exact ? (long)(exact - (Int128)value) : 0;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(9), rest ^ long.MinValue);
        return key;
    }

    private static byte[] Date(DateTime value)
    {
        var key = new byte[9];
        key[0] = (byte)BsonType.DateTime;
        var utc = value.Kind == DateTimeKind.Utc ? value : value.ToUniversalTime();
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), utc.Ticks);
        return key;
    }
}
