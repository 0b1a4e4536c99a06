using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public interface INatsJSStream
{
    /// <summary>As the server told when it was last asked.</summary>
    StreamInfo Info { get; }

    ValueTask RefreshAsync(CancellationToken cancellationToken = default);

    ValueTask UpdateAsync(StreamConfig request, CancellationToken cancellationToken = default);

    ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default);

    ValueTask<StreamPurgeResponse> PurgeAsync(StreamPurgeRequest request, CancellationToken cancellationToken = default);

    ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(StreamMsgDeleteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a stored message through the API, base64 and all.</summary>
    ValueTask<StreamMsgGetResponse> GetAsync(StreamMsgGetRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a stored message as it is; the stream must allow direct access. A missing one has code 404 in its headers.</summary>
    ValueTask<NatsMsg<T>> GetDirectAsync<T>(
        StreamMsgGetRequest request,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default);

    ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(ConsumerConfig config, CancellationToken cancellationToken = default);

    ValueTask<INatsJSConsumer> CreateOrderedConsumerAsync(
        NatsJSOrderedConsumerOpts? opts = default,
        CancellationToken cancellationToken = default);

    ValueTask<INatsJSConsumer> GetConsumerAsync(string consumer, CancellationToken cancellationToken = default);

    IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(CancellationToken cancellationToken = default);

    IAsyncEnumerable<string> ListConsumerNamesAsync(CancellationToken cancellationToken = default);

    ValueTask<bool> DeleteConsumerAsync(string consumer, CancellationToken cancellationToken = default);
}
