using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Strings and primitives as UTF-8 text; dates in round-trip form.</summary>
public class NatsUtf8PrimitivesSerializer<T> : INatsSerializer<T>
{
    public static readonly NatsUtf8PrimitivesSerializer<T> Default = new();

    private static readonly StandardFormat RoundTrip = new('O');

    private readonly INatsSerializer<T>? _next;

    public NatsUtf8PrimitivesSerializer(INatsSerializer<T>? next = default) => _next = next;

    public INatsSerializer<T> CombineWith(INatsSerializer<T>? next) => new NatsUtf8PrimitivesSerializer<T>(next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        if (value is string text)
        {
            Encoding.UTF8.GetBytes(text, bufferWriter);
            return;
        }

        var span = bufferWriter.GetSpan(128);
        int written;
        var done = value switch
        {
            DateTime v => Utf8Formatter.TryFormat(v, span, out written, RoundTrip),
            // Z rather than +00:00.
            DateTimeOffset v when v.Offset == TimeSpan.Zero => Utf8Formatter.TryFormat(v.UtcDateTime, span, out written, RoundTrip),
            DateTimeOffset v => Utf8Formatter.TryFormat(v, span, out written, RoundTrip),
            Guid v => Utf8Formatter.TryFormat(v, span, out written),
            TimeSpan v => Utf8Formatter.TryFormat(v, span, out written),
            bool v => Utf8Formatter.TryFormat(v, span, out written),
            byte v => Utf8Formatter.TryFormat(v, span, out written),
            decimal v => Utf8Formatter.TryFormat(v, span, out written),
            double v => Utf8Formatter.TryFormat(v, span, out written),
            float v => Utf8Formatter.TryFormat(v, span, out written),
            int v => Utf8Formatter.TryFormat(v, span, out written),
            long v => Utf8Formatter.TryFormat(v, span, out written),
            sbyte v => Utf8Formatter.TryFormat(v, span, out written),
            short v => Utf8Formatter.TryFormat(v, span, out written),
            ushort v => Utf8Formatter.TryFormat(v, span, out written),
            uint v => Utf8Formatter.TryFormat(v, span, out written),
            ulong v => Utf8Formatter.TryFormat(v, span, out written),
            _ => Unknown(out written),
        };
        if (done)
            bufferWriter.Advance(written);
        else
            (_next ?? throw new NatsException($"Can't serialize {typeof(T)}")).Serialize(bufferWriter, value);
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (typeof(T) == typeof(string))
            return buffer.IsEmpty ? default : (T)(object)Encoding.UTF8.GetString(buffer);
        if (Utf8Primitive.Parsers.TryGetValue(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), out var parse))
        {
            if (buffer.IsEmpty)
                return default;
            var parsed = buffer.IsSingleSegment ? parse(buffer.FirstSpan) : parse(buffer.ToArray());
            return (T)(parsed ?? throw new NatsException($"Can't deserialize {typeof(T)}. Parsing error"));
        }

        return (_next ?? throw new NatsException($"Can't deserialize {typeof(T)}")).Deserialize(buffer);
    }

    private static bool Unknown(out int written)
    {
        written = 0;
        return false;
    }
}
