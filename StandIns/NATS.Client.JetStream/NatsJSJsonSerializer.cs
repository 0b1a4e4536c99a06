using NATS.Client.Core;
using NATS.Client.JetStream.Wire;

namespace NATS.Client.JetStream;

/// <summary>Serializes the records of <see cref="Models"/> as the JetStream API has them.</summary>
public static class NatsJSJsonSerializer<T>
{
    public static readonly INatsSerializer<T> Default = new NatsJsonContextSerializer<T>(JetStreamJsonContext.Default);
}
