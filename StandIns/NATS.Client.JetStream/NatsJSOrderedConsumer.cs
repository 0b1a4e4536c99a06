using System.Runtime.CompilerServices;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;
using NATS.Client.JetStream.Pulling;

namespace NATS.Client.JetStream;

/// <summary>Reads a stream in order and without gaps; nothing is acknowledged, and the server keeps nothing for it.</summary>
public class NatsJSOrderedConsumer(
    string stream,
    NatsJSContext context,
    NatsJSOrderedConsumerOpts opts,
    CancellationToken cancellationToken) : INatsJSConsumer
{
    private ulong _fetched;

    /// <summary>The server's consumer of the moment; without a name before the first message is asked for.</summary>
    public ConsumerInfo Info { get; private set; } = new() { Name = string.Empty, StreamName = string.Empty };

    /// <summary>Does nothing: the server's consumer comes and goes.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken = default) => default;

    public async IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSConsumeOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        opts ??= context.Opts.DefaultConsumeOpts;
        using var either = Either(cancellationToken);
        await using var messages = new OrderedStream<T>(context, Start(0), serializer, PullLimits.From(opts), opts);
        await messages.StartAsync(either.Token);
        Info = messages.Info!;
        while (await messages.NextAsync(either.Token))
        {
            Info = messages.Info!;
            yield return messages.Current;
        }
    }

    public IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default) =>
        FetchAsync(opts, noWait: false, serializer, cancellationToken);

    public IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default) =>
        FetchAsync(opts, noWait: true, serializer, cancellationToken);

    public async ValueTask<INatsJSMsg<T>?> NextAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSNextOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        opts ??= context.Opts.DefaultNextOpts;
        var one = new NatsJSFetchOpts
        {
            MaxMsgs = 1,
            Expires = opts.Expires,
            IdleHeartbeat = opts.IdleHeartbeat,
            NotificationHandler = opts.NotificationHandler,
        };
        await foreach (var msg in FetchAsync(one, serializer, cancellationToken)) return msg;
        return null;
    }

    private async IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts,
        bool noWait,
        INatsDeserialize<T>? serializer,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = Either(cancellationToken);

        // Each batch has a consumer of its own, which begins after the last message of the batch before.
        var config = Start(_fetched).ToConfig(Nuid.NewNuid(), _fetched);
        var consumer = await context.CreateOrUpdateConsumerAsync(stream, config, either.Token);
        Info = consumer.Info;
        try
        {
            await using var batch = await PullBatch<T>.StartAsync(context, Info, serializer, opts, noWait, either.Token);
            for (ulong expected = 1; await batch.NextAsync(either.Token); expected++)
            {
                var msg = new NatsJSMsg<T>(batch.Current, context);
                if (msg.Metadata is not { } metadata || metadata.Sequence.Consumer != expected) yield break;
                _fetched = metadata.Sequence.Stream;
                yield return msg;
            }
        }
        finally
        {
            await DeleteAsync(Info.Name);
        }
    }

    private async ValueTask DeleteAsync(string consumer)
    {
        try
        {
            await context.DeleteConsumerAsync(stream, consumer, CancellationToken.None);
        }
        catch (NatsException)
        {
            // Gone already, or out of reach: then the server removes it for being unused.
        }
    }

    private CancellationTokenSource Either(CancellationToken other) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, other);

    private OrderedStart Start(ulong after) => new()
    {
        Stream = stream,
        FilterSubjects = opts.FilterSubjects,
        DeliverPolicy = after > 0 ? ConsumerConfigDeliverPolicy.ByStartSequence : opts.DeliverPolicy,
        OptStartSeq = opts.OptStartSeq,
        OptStartTime = opts.OptStartTime,
        ReplayPolicy = opts.ReplayPolicy,
        HeadersOnly = opts.HeadersOnly,
        InactiveThreshold = opts.InactiveThreshold,
        MaxResetAttempts = opts.MaxResetAttempts,
    };
}
