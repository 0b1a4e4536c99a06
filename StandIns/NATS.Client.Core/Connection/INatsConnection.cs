namespace NATS.Client.Core;

/// <summary>A client with its connection laid open: state, events, subscriptions with channels.</summary>
public interface INatsConnection : INatsClient
{
    event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    event AsyncEventHandler<NatsEventArgs>? ReconnectFailed;

    event AsyncEventHandler<NatsMessageDroppedEventArgs>? MessageDropped;

    event AsyncEventHandler<NatsSlowConsumerEventArgs>? SlowConsumerDetected;

    event AsyncEventHandler<NatsLameDuckModeActivatedEventArgs>? LameDuckModeActivated;

    /// <summary>Null until the first greeting.</summary>
    INatsServerInfo? ServerInfo { get; }

    NatsOpts Opts { get; }

    NatsConnectionState ConnectionState { get; }

    ValueTask PublishAsync<T>(
        in NatsMsg<T> msg, INatsSerialize<T>? serializer = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Subscribes before it returns; the subscription lives until it is disposed.</summary>
    ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject, string? queueGroup = default, INatsDeserialize<T>? serializer = default, NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>A subject of this connection's own, for replies.</summary>
    string NewInbox();

    /// <summary>Many replies to one request: until a limit of <paramref name="replyOpts"/> or an empty message ends them.</summary>
    IAsyncEnumerable<NatsMsg<TReply>> RequestManyAsync<TRequest, TReply>(
        string subject, TRequest? data, NatsHeaders? headers = default, INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default, NatsPubOpts? requestOpts = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default);
}
