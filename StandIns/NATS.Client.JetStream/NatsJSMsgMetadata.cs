using System.Runtime.InteropServices;

namespace NATS.Client.JetStream;

[StructLayout(LayoutKind.Auto)]
public readonly record struct NatsJSMsgMetadata(
    NatsJSSequencePair Sequence,
    ulong NumDelivered,
    ulong NumPending,
    DateTimeOffset Timestamp,
    string Stream,
    string Consumer,
    string Domain);

/// <summary>Where a message stands in its stream, and how many its consumer had delivered with it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NatsJSSequencePair(ulong Stream, ulong Consumer);
