namespace NATS.Client.Core;

/// <summary>Publish, subscribe and request. Every call connects first if need be.</summary>
public interface INatsClient : IAsyncDisposable
{
    INatsConnection Connection { get; }

    ValueTask ConnectAsync();

    /// <summary>Round-trip time to the server.</summary>
    ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default);

    ValueTask PublishAsync<T>(
        string subject, T data, NatsHeaders? headers = default, string? replyTo = default, INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask PublishAsync(
        string subject, NatsHeaders? headers = default, string? replyTo = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject, string? queueGroup = default, INatsDeserialize<T>? serializer = default, NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default);

    ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject, TRequest? data, NatsHeaders? headers = default, INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default, NatsPubOpts? requestOpts = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default);

    ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject, INatsDeserialize<TReply>? replySerializer = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Drops an open connection and makes a new one.</summary>
    ValueTask ReconnectAsync();
}
