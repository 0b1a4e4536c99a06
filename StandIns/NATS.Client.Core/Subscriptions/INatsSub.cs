using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A live subscription.</summary>
public interface INatsSub<T> : IAsyncDisposable
{
    /// <summary>Messages in the order of arrival; completes when the subscription ends.</summary>
    ChannelReader<NatsMsg<T>> Msgs { get; }

    string Subject { get; }

    string? QueueGroup { get; }

    ValueTask UnsubscribeAsync();
}

/// <summary>Why a subscription ended.</summary>
public enum NatsSubEndReason
{
    None,
    NoMsgs,
    MaxMsgs,
    MaxBytes,
    Timeout,
    IdleTimeout,
    EmptyMsg,
    IdleHeartbeatTimeout,
    StartUpTimeout,
    Cancelled,
    Exception,
    JetStreamError,
    RequestsPending,
}
