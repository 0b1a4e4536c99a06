using System.Buffers;
using NATS.Client.Core;
using Singularity.Contracts.Json;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// Serializers of a connection: bytes and strings as they are, everything else as JSON by the generated context. A raw serializer stands
/// before JSON in a chain, since JSON would take strings for itself. A type in neither is an error at its first use.
/// </summary>
public sealed class SingularitySerializers : INatsSerializerRegistry
{
    public static readonly SingularitySerializers Default = new();

    public INatsSerialize<T> GetSerializer<T>() => Of<T>.Serializer;

    public INatsDeserialize<T> GetDeserializer<T>() => Of<T>.Serializer;

    // The client asks once per message.
    private static class Of<T>
    {
        public static readonly INatsSerializer<T> Serializer = IsRaw()
            ? NatsRawSerializer<T>.Default
            : new NatsJsonContextSerializer<T>(SingularityJson.Default);

        private static bool IsRaw() => typeof(T) == typeof(string) || typeof(T) == typeof(byte[])
            || typeof(T) == typeof(Memory<byte>) || typeof(T) == typeof(ReadOnlyMemory<byte>)
            || typeof(T) == typeof(ReadOnlySequence<byte>) || typeof(T) == typeof(NatsMemoryOwner<byte>)
            || typeof(T) == typeof(IMemoryOwner<byte>);
    }
}
