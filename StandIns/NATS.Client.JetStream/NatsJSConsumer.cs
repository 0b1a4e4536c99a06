using System.Runtime.CompilerServices;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;
using NATS.Client.JetStream.Pulling;

namespace NATS.Client.JetStream;

public class NatsJSConsumer : INatsJSConsumer
{
    private readonly NatsJSContext _context;
    private volatile bool _deleted;

    internal NatsJSConsumer(NatsJSContext context, ConsumerInfo info)
    {
        _context = context;
        Info = info;
    }

    public ConsumerInfo Info { get; private set; }

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default) =>
        Info = (await _context.GetConsumerAsync(Info.StreamName, Info.Name, cancellationToken)).Info;

    public async ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        return _deleted = await _context.DeleteConsumerAsync(Info.StreamName, Info.Name, cancellationToken);
    }

    public async IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSConsumeOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        opts ??= _context.Opts.DefaultConsumeOpts;
        await using var pulls = await PullStream<T>.StartAsync(
            _context, Info, serializer, PullLimits.From(opts), opts, tellWhenLost: false, cancellationToken);
        while (await pulls.NextAsync(cancellationToken) == PullOutcome.Message)
            yield return new NatsJSMsg<T>(pulls.Current, _context);
    }

    public async IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        await using var batch = await PullBatch<T>.StartAsync(_context, Info, serializer, opts, noWait: false, cancellationToken);
        while (await NextUnlessCancelledAsync(batch, cancellationToken))
            yield return new NatsJSMsg<T>(batch.Current, _context);
    }

    public async IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        await using var batch = await PullBatch<T>.StartAsync(_context, Info, serializer, opts, noWait: true, cancellationToken);
        while (await batch.NextAsync(cancellationToken))
            yield return new NatsJSMsg<T>(batch.Current, _context);
    }

    public async ValueTask<INatsJSMsg<T>?> NextAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSNextOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        ThrowIfDeleted();
        opts ??= _context.Opts.DefaultNextOpts;
        var one = new NatsJSFetchOpts
        {
            MaxMsgs = 1,
            Expires = opts.Expires,
            IdleHeartbeat = opts.IdleHeartbeat,
            NotificationHandler = opts.NotificationHandler,
        };
        await using var batch = await PullBatch<T>.StartAsync(_context, Info, serializer, one, noWait: false, cancellationToken);
        return await batch.NextAsync(cancellationToken) ? new NatsJSMsg<T>(batch.Current, _context) : null;
    }

    private static async ValueTask<bool> NextUnlessCancelledAsync<T>(PullBatch<T> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await batch.NextAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void ThrowIfDeleted()
    {
        if (_deleted) throw new NatsJSException($"Consumer '{Info.StreamName}:{Info.Name}' is deleted");
    }
}
