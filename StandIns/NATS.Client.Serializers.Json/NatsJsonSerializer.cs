using System.Buffers;
using System.Text.Json;
using NATS.Client.Core;

namespace NATS.Client.Serializers.Json;

/// <summary>JSON by reflection, for any type. An empty payload is <c>default</c>.</summary>
public sealed class NatsJsonSerializer<T> : INatsSerializer<T>
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    private readonly JsonSerializerOptions _opts;

    public NatsJsonSerializer()
        : this(JsonSerializerOptions.Default)
    {
    }

    public NatsJsonSerializer(JsonSerializerOptions opts) => _opts = opts;

    public static NatsJsonSerializer<T> Default { get; } = new();

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => throw new NotSupportedException();

    public void Serialize(IBufferWriter<byte> bufferWriter, T? value)
    {
        using var writer = new Utf8JsonWriter(bufferWriter, WriterOptions);
        JsonSerializer.Serialize(writer, value, _opts);
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty)
            return default;
        var reader = new Utf8JsonReader(buffer);
        return JsonSerializer.Deserialize<T>(ref reader, _opts);
    }
}

/// <summary><see cref="NatsJsonSerializer{T}"/> for every type.</summary>
public sealed class NatsJsonSerializerRegistry : INatsSerializerRegistry
{
    public static readonly NatsJsonSerializerRegistry Default = new();

    public INatsSerialize<T> GetSerializer<T>() => NatsJsonSerializer<T>.Default;

    public INatsDeserialize<T> GetDeserializer<T>() => NatsJsonSerializer<T>.Default;
}
