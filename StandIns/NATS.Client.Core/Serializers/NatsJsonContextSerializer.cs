using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NATS.Client.Core;

/// <summary>JSON by source-generated contexts, for every type that one of them knows.</summary>
public sealed class NatsJsonContextSerializerRegistry : INatsSerializerRegistry
{
    private readonly JsonSerializerContext[] _contexts;

    public NatsJsonContextSerializerRegistry(params JsonSerializerContext[] contexts) => _contexts = contexts;

    public INatsSerialize<T> GetSerializer<T>() => new NatsJsonContextSerializer<T>(_contexts);

    public INatsDeserialize<T> GetDeserializer<T>() => new NatsJsonContextSerializer<T>(_contexts);
}

/// <summary>JSON by the first context that knows <typeparamref name="T"/>; an empty payload is <c>default</c>.</summary>
public sealed class NatsJsonContextSerializer<T> : INatsSerializer<T>
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _idleWriter;

    private readonly JsonSerializerContext[] _contexts;
    private readonly INatsSerializer<T>? _next;

    public NatsJsonContextSerializer(JsonSerializerContext[] contexts, INatsSerializer<T>? next = default)
    {
        _contexts = contexts;
        _next = next;
    }

    public NatsJsonContextSerializer(JsonSerializerContext context, INatsSerializer<T>? next = default)
        : this([context], next)
    {
    }

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => new NatsJsonContextSerializer<T>(_contexts, next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        if (TypeInfo() is not { } typeInfo)
        {
            (_next ?? throw new NatsException($"Can't serialize {typeof(T)}")).Serialize(bufferWriter, value);
            return;
        }

        // Taken out of its slot meanwhile: a converter may publish from within.
        var writer = _idleWriter ?? new Utf8JsonWriter(bufferWriter, WriterOptions);
        _idleWriter = null;
        writer.Reset(bufferWriter);
        JsonSerializer.Serialize(writer, value, typeInfo);
        writer.Flush();
        writer.Reset(Stream.Null);
        _idleWriter = writer;
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty)
            return default;
        if (TypeInfo() is not { } typeInfo)
            return (_next ?? throw new NatsException($"Can't deserialize {typeof(T)}")).Deserialize(buffer);
        var reader = new Utf8JsonReader(buffer);
        return JsonSerializer.Deserialize(ref reader, typeInfo);
    }

    private JsonTypeInfo<T>? TypeInfo()
    {
        foreach (var context in _contexts)
        {
            if (context.GetTypeInfo(typeof(T)) is JsonTypeInfo<T> typeInfo)
                return typeInfo;
        }

        return null;
    }
}
