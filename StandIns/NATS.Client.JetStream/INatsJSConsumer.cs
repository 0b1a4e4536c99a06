using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public interface INatsJSConsumer
{
    ConsumerInfo Info { get; }

    ValueTask RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>Yields messages until cancelled, across reconnects and restarts of the server.</summary>
    IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSConsumeOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Yields one batch, fewer if it does not fill in time.</summary>
    IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default);

    /// <summary>Yields what is there now, at most one batch.</summary>
    IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default);

    /// <returns>The next message, or null if none came in time.</returns>
    ValueTask<INatsJSMsg<T>?> NextAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSNextOpts? opts = default,
        CancellationToken cancellationToken = default);
}
