using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Pulling;

/// <summary>
/// The messages of a stream in order and without gaps: a consumer of its own, made anew after the last message seen whenever it, the
/// connection or a message is lost.
/// </summary>
internal sealed class OrderedStream<T>(
    INatsJSContext context,
    OrderedStart start,
    INatsDeserialize<T>? serializer,
    PullLimits limits,
    NatsJSConsumeOpts opts) : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = context.Connection.Opts.LoggerFactory.CreateLogger<NatsJSOrderedConsumer>();
    private OrderedStart _start = start;
    private PullStream<T>? _pulls;
    private DateTimeOffset _streamCreated;
    private ulong _streamSequence;
    private ulong _consumerSequence;

    /// <summary>The consumer as it was last made.</summary>
    public ConsumerInfo? Info { get; private set; }

    public NatsJSMsg<T> Current { get; private set; }

    public NatsJSMsgMetadata CurrentMetadata { get; private set; }

    /// <summary>Makes the consumer for the first time; what the server refuses then is thrown.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_start.OutlivesStream) await LookAtStreamAsync(cancellationToken);
        await MakeAsync(cancellationToken);
    }

    /// <returns>False when cancelled, or when the connection was closed.</returns>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await _pulls!.NextAsync(cancellationToken))
            {
                case PullOutcome.Ended:
                    return false;
                case PullOutcome.Message when Accept(_pulls.Current):
                    return true;
                case PullOutcome.Lost or PullOutcome.Message when !await ReplaceAsync(cancellationToken):
                    return false;
            }
        }
    }

    public async ValueTask DisposeAsync() => await RemoveAsync(CancellationToken.None);

    private bool Accept(NatsMsg<T> msg)
    {
        var accepted = new NatsJSMsg<T>(msg, context);
        if (accepted.Metadata is not { } metadata || metadata.Sequence.Consumer != _consumerSequence + 1) return false;

        Current = accepted;
        CurrentMetadata = metadata;
        _consumerSequence = metadata.Sequence.Consumer;
        _streamSequence = metadata.Sequence.Stream;
        return true;
    }

    private async ValueTask<bool> ReplaceAsync(CancellationToken cancellationToken)
    {
        PullLog.ConsumerLost(_logger, _start.Stream, _streamSequence);
        try
        {
            await RemoveAsync(cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    if (_start.OutlivesStream) await LookAtStreamAsync(cancellationToken);
                    await MakeAsync(cancellationToken);
                    return true;
                }
                catch (NatsException exception) when (MayPass(exception))
                {
                    PullLog.ConsumerNotMade(_logger, _start.Stream, attempt, exception);
                    if (attempt == _start.MaxResetAttempts)
                        throw new NatsJSException("Maximum number of create attempts reached.", exception);
                }

                var wait = FirstWait * Math.Pow(2, Math.Min(attempt, 10));
                await Task.Delay(wait < LongestWait ? wait : LongestWait, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool MayPass(NatsException exception) => exception switch
    {
        NatsJSApiException { Error.Code: 503 } => true,
        NatsJSApiException { Error.Code: 404 } => _start.OutlivesStream,
        NatsJSApiException or NatsConnectionFailedException => false,
        _ => true,
    };

    /// <summary>Notices a stream that was made anew, whose sequences begin again: what was seen of the old one says nothing.</summary>
    private async ValueTask LookAtStreamAsync(CancellationToken cancellationToken)
    {
        var stream = await context.GetStreamAsync(_start.Stream, cancellationToken: cancellationToken);
        if (_streamCreated == default)
        {
            // Updates from here on, also if the consumer is lost before the first of them.
            var next = stream.Info.State.LastSeq + 1;
            if (_start.DeliverPolicy == ConsumerConfigDeliverPolicy.New)
                _start = _start with { DeliverPolicy = ConsumerConfigDeliverPolicy.ByStartSequence, OptStartSeq = next };
        }
        else if (stream.Info.Created != _streamCreated || stream.Info.State.LastSeq < _streamSequence)
        {
            _streamSequence = 0;
            if (_start.DeliverPolicy == ConsumerConfigDeliverPolicy.ByStartSequence)
                _start = _start with { DeliverPolicy = ConsumerConfigDeliverPolicy.LastPerSubject, OptStartSeq = 0 };
        }

        _streamCreated = stream.Info.Created;
    }

    private async ValueTask MakeAsync(CancellationToken cancellationToken)
    {
        var config = _start.ToConfig(Nuid.NewNuid(), _streamSequence);
        var consumer = await context.CreateOrUpdateConsumerAsync(_start.Stream, config, cancellationToken);
        Info = consumer.Info;
        _consumerSequence = 0;
        _pulls = await PullStream<T>.StartAsync(
            context, consumer.Info, serializer, limits, opts, tellWhenLost: true, cancellationToken);
    }

    private async ValueTask RemoveAsync(CancellationToken cancellationToken)
    {
        if (_pulls is null) return;
        await _pulls.DisposeAsync();
        _pulls = null;
        if (Info is null || context.Connection.ConnectionState != NatsConnectionState.Open) return;
        try
        {
            await context.DeleteConsumerAsync(_start.Stream, Info.Name, cancellationToken);
        }
        catch (NatsException)
        {
            // Gone already, or out of reach: then the server removes it for being unused.
        }
    }
}
