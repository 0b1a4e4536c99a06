using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Writes a value as the payload of a message.</summary>
public interface INatsSerialize<in T>
{
    void Serialize(IBufferWriter<byte> bufferWriter, T value);
}

/// <summary>Reads a value from the payload of a message; an empty payload may give <c>default</c>.</summary>
public interface INatsDeserialize<out T>
{
    T? Deserialize(in ReadOnlySequence<byte> buffer);
}

/// <summary>Both directions, chainable: what one does not know it hands to the next.</summary>
public interface INatsSerializer<T> : INatsSerialize<T>, INatsDeserialize<T>
{
    INatsSerializer<T> CombineWith(INatsSerializer<T> next);
}

/// <summary>Chooses serializers by type, for calls that name none.</summary>
public interface INatsSerializerRegistry
{
    INatsSerialize<T> GetSerializer<T>();

    INatsDeserialize<T> GetDeserializer<T>();
}
