namespace NATS.Client.Core;

/// <summary>Bytes first, then strings and primitives; anything else is a <see cref="NatsException"/>.</summary>
public class NatsDefaultSerializerRegistry : INatsSerializerRegistry
{
    public static readonly NatsDefaultSerializerRegistry Default = new();

    public INatsSerialize<T> GetSerializer<T>() => NatsRawSerializer<T>.Default;

    public INatsDeserialize<T> GetDeserializer<T>() => NatsRawSerializer<T>.Default;
}
