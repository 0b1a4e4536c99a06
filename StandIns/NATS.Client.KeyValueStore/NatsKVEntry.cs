using System.Runtime.InteropServices;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.KeyValueStore;

public enum NatsKVOperation
{
    Put,
    Del,
    Purge,
}

[StructLayout(LayoutKind.Auto)]
public readonly record struct NatsKVEntry<T>(string Bucket, string Key)
{
    public T? Value { get; init; }

    public ulong Revision { get; init; }

    /// <summary>How many more entries the watch knew of when this one was sent; 0 for the newest.</summary>
    public ulong Delta { get; init; }

    public DateTimeOffset Created { get; init; }

    public NatsKVOperation Operation { get; init; }

    /// <summary>Why the value could not be read, if so.</summary>
    public NatsException? Error { get; init; }

    public void EnsureSuccess()
    {
        if (Error is not null) throw Error;
    }
}

public record NatsKVStatus(string Bucket, bool IsCompressed, TimeSpan LimitMarkerTTL, StreamInfo Info);
