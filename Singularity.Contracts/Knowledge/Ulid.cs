using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Knowledge;

/// <summary>
/// A universally unique, lexicographically sortable identifier (github.com/ulid/spec): 48 bits of milliseconds since 1970, 80 random bits, written as 26
/// characters of Crockford's base 32. The texts, the bytes and the values sort alike.
/// </summary>
[JsonConverter(typeof(UlidJsonConverter))]
public readonly record struct Ulid : IComparable<Ulid>
{
    /// <summary>Characters of the text.</summary>
    public const int Length = 26;

    /// <summary>The last moment an id can carry, in milliseconds since 1970.</summary>
    public const long MaxTimestamp = (1L << 48) - 1;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly sbyte[] Values = ReadValues();

    public Ulid(UInt128 value) => Value = value;

    /// <param name="timestamp">Milliseconds since 1970, 0 to <see cref="MaxTimestamp"/>.</param>
    /// <param name="random">Ten bytes.</param>
    public Ulid(long timestamp, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestamp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timestamp, MaxTimestamp);
        if (random.Length != 10)
        {
            throw new ArgumentException("An id has ten random bytes.", nameof(random));
        }

        Value = ((UInt128)timestamp << 80) | ((UInt128)BinaryPrimitives.ReadUInt16BigEndian(random) << 64) | BinaryPrimitives.ReadUInt64BigEndian(random[2..]);
    }

    public UInt128 Value { get; }

    /// <summary>Milliseconds since 1970.</summary>
    public long Timestamp => (long)(Value >> 80);

    public static bool operator <(Ulid left, Ulid right) => left.Value < right.Value;

    public static bool operator >(Ulid left, Ulid right) => left.Value > right.Value;

    public static bool operator <=(Ulid left, Ulid right) => left.Value <= right.Value;

    public static bool operator >=(Ulid left, Ulid right) => left.Value >= right.Value;

    /// <summary>Reads the 26 characters in either case; as Crockford has it, I and L are read as 1 and O as 0.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ulid id)
    {
        id = default;

        // 26 digits are 130 bits: the first may only carry three of its five.
        if (text.Length != Length || text[0] is < '0' or > '7')
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var c in text)
        {
            var digit = Digit(c);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        id = new Ulid(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no id.</exception>
    public static Ulid Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An id is 26 characters of Crockford's base 32, such as 01JD2Z5N8V3Y6T4R9Q7W0X1K2M.");

    public int CompareTo(Ulid other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(Length, Value, static (span, value) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            span[i] = Digits[(int)(value & 31)];
            value >>= 5;
        }
    });

    private static int Digit(char c) => c < Values.Length ? Values[c] : -1;

    private static sbyte[] ReadValues()
    {
        var values = new sbyte[128];
        Array.Fill(values, (sbyte)-1);
        for (sbyte i = 0; i < Digits.Length; i++)
        {
            values[Digits[i]] = values[char.ToLowerInvariant(Digits[i])] = i;
        }

        (values['i'], values['I'], values['l'], values['L'], values['o'], values['O']) = (1, 1, 1, 1, 0, 0);
        return values;
    }
}

/// <summary>The text form.</summary>
public sealed class UlidJsonConverter : JsonConverter<Ulid>
{
    public override Ulid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The longest escaped form of 26 characters; more is not worth unescaping.
        const int Longest = Ulid.Length * 6;
        if (reader.TokenType is JsonTokenType.String && (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) <= Longest)
        {
            Span<char> text = stackalloc char[Longest];
            if (Ulid.TryParse(text[..reader.CopyString(text)], out var id))
            {
                return id;
            }
        }

        throw new JsonException("An id is 26 characters of Crockford's base 32.");
    }

    public override void Write(Utf8JsonWriter writer, Ulid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
