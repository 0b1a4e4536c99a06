using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public class NatsJSStream : INatsJSStream
{
    private readonly NatsJSContext _context;
    private readonly string _name;
    private bool _deleted;

    internal NatsJSStream(NatsJSContext context, StreamInfo info)
    {
        _context = context;
        _name = info.Config.Name ?? throw new NatsJSException("The server answered with no stream name");
        Info = info;
    }

    public StreamInfo Info { get; private set; }

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default) =>
        Info = (await _context.GetStreamAsync(_name, null, cancellationToken)).Info;

    public async ValueTask UpdateAsync(StreamConfig request, CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        Info = (await _context.UpdateStreamAsync(request, cancellationToken)).Info;
    }

    public async ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _deleted = await _context.DeleteStreamAsync(_name, cancellationToken);
    }

    public ValueTask<StreamPurgeResponse> PurgeAsync(StreamPurgeRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.PurgeStreamAsync(_name, request, cancellationToken);
    }

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        StreamMsgDeleteRequest request,
        CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.DeleteMessageAsync(_name, request, cancellationToken);
    }

    public ValueTask<StreamMsgGetResponse> GetAsync(StreamMsgGetRequest request, CancellationToken cancellationToken = default) =>
        _context.JSRequestResponseAsync<StreamMsgGetRequest, StreamMsgGetResponse>(
            $"{_context.Opts.Prefix}.STREAM.MSG.GET.{_name}", request, cancellationToken);

    public ValueTask<NatsMsg<T>> GetDirectAsync<T>(
        StreamMsgGetRequest request,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default) =>
        _context.Connection.RequestAsync<StreamMsgGetRequest, T>(
            $"{_context.Opts.Prefix}.DIRECT.GET.{_name}",
            request,
            requestSerializer: NatsJSJsonSerializer<StreamMsgGetRequest>.Default,
            replySerializer: serializer,
            cancellationToken: cancellationToken);

    public ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(ConsumerConfig config, CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.CreateOrUpdateConsumerAsync(_name, config, cancellationToken);
    }

    public ValueTask<INatsJSConsumer> CreateOrderedConsumerAsync(
        NatsJSOrderedConsumerOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.CreateOrderedConsumerAsync(_name, opts, cancellationToken);
    }

    public ValueTask<INatsJSConsumer> GetConsumerAsync(string consumer, CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.GetConsumerAsync(_name, consumer, cancellationToken);
    }

    public IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.ListConsumersAsync(_name, cancellationToken);
    }

    public IAsyncEnumerable<string> ListConsumerNamesAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.ListConsumerNamesAsync(_name, cancellationToken);
    }

    public ValueTask<bool> DeleteConsumerAsync(string consumer, CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _context.DeleteConsumerAsync(_name, consumer, cancellationToken);
    }

    private void ThrowIfDeleted()
    {
        if (_deleted) throw new NatsJSException($"Stream '{_name}' is deleted");
    }
}
