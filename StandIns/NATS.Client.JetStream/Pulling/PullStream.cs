using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Pulling;

internal enum PullOutcome
{
    Message,

    /// <summary>The consumer, or what it sent, may be gone; told only to who asked for it.</summary>
    Lost,
    Ended,
}

/// <summary>Keeps pulls standing at one consumer, so that messages come without end.</summary>
internal sealed class PullStream<T>(
    INatsJSContext context,
    PullInbox<T> inbox,
    PullLimits limits,
    NatsJSConsumeOpts opts,
    bool tellWhenLost) : IAsyncDisposable
{
    private readonly ILogger _logger = context.Connection.Opts.LoggerFactory.CreateLogger<NatsJSConsumer>();
    private long _comingMsgs;
    private long _comingBytes;
    private int _unheardPulls;
    private bool _delivered;

    public NatsMsg<T> Current => inbox.Current;

    public static async ValueTask<PullStream<T>> StartAsync(
        INatsJSContext context,
        ConsumerInfo consumer,
        INatsDeserialize<T>? serializer,
        PullLimits limits,
        NatsJSConsumeOpts opts,
        bool tellWhenLost,
        CancellationToken cancellationToken)
    {
        var inbox = await PullInbox<T>.OpenAsync(
            context, consumer.StreamName, consumer.Name, serializer, limits.InboxCapacity, cancellationToken);
        var stream = new PullStream<T>(context, inbox, limits, opts, tellWhenLost);
        await stream.PullAllAsync(cancellationToken);
        return stream;
    }

    public async ValueTask<PullOutcome> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_delivered)
            {
                _delivered = false;
                Arrived(1, inbox.Current.Size);
                await RefillAsync(cancellationToken);
            }

            while (true)
            {
                var outcome = await inbox.NextAsync(limits.Silence, cancellationToken) switch
                {
                    PullEvent.Message => OnMessage(),
                    PullEvent.Status => await OnStatusAsync(PullStatus.Of(inbox.Current), cancellationToken),
                    PullEvent.Silent => await OnSilenceAsync(cancellationToken),
                    PullEvent.Reopened => await RestartAsync(cancellationToken),
                    _ => PullOutcome.Ended,
                };
                if (outcome is { } known) return known;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return PullOutcome.Ended;
        }
    }

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    private PullOutcome? OnMessage()
    {
        _unheardPulls = 0;
        _delivered = true;
        return PullOutcome.Message;
    }

    private async ValueTask<PullOutcome?> OnSilenceAsync(CancellationToken cancellationToken)
    {
        await NotifyAsync(NatsJSTimeoutNotification.Default, cancellationToken);
        return context.Connection.ConnectionState switch
        {
            NatsConnectionState.Open => await RestartAsync(cancellationToken),
            NatsConnectionState.Failed => throw new NatsConnectionFailedException("Connection is in failed state"),
            _ => null,
        };
    }

    /// <summary>No standing pull can be relied on: begins with new ones.</summary>
    private async ValueTask<PullOutcome?> RestartAsync(CancellationToken cancellationToken)
    {
        if (tellWhenLost) return PullOutcome.Lost;
        await PullAllAsync(cancellationToken);
        return null;
    }

    private async ValueTask<PullOutcome?> OnStatusAsync(PullStatus status, CancellationToken cancellationToken)
    {
        Arrived(status.Unanswered("Nats-Pending-Messages"), status.Unanswered("Nats-Pending-Bytes"));
        switch (status.Kind)
        {
            case PullStatusKind.Heartbeat or PullStatusKind.Expired:
                break;
            case PullStatusKind.TooLarge:
                await NotifyAsync(NatsJSMessageSizeExceedsMaxBytesNotification.Default, cancellationToken);
                break;
            case PullStatusKind.LeadershipChange:
                await NotifyAsync(NatsJSLeadershipChangeNotification.Default, cancellationToken);
                return await RestartAsync(cancellationToken);
            case PullStatusKind.NoResponders:
                return await OnNoRespondersAsync(cancellationToken);
            case PullStatusKind.Fatal or PullStatusKind.NoMessages when tellWhenLost && status.Headers.Code is 404 or 409:
                return PullOutcome.Lost;
            case PullStatusKind.Fatal or PullStatusKind.NoMessages:
                throw status.ToException();
            default:
                PullLog.UnknownStatus(_logger, status.Headers.Code, status.Headers.MessageText);
                await NotifyAsync(
                    new NatsJSProtocolNotification("Unhandled protocol message", status.Headers.Code, status.Headers.MessageText),
                    cancellationToken);
                break;
        }

        await RefillAsync(cancellationToken);
        return null;
    }

    private async ValueTask<PullOutcome?> OnNoRespondersAsync(CancellationToken cancellationToken)
    {
        _unheardPulls++;
        PullLog.NoResponders(_logger, _unheardPulls);
        await NotifyAsync(NatsJSNoRespondersNotification.Default, cancellationToken);
        if (tellWhenLost) return PullOutcome.Lost;

        // The consumer may come back, as on a server that starts: the next pull waits until the silence is noticed.
        if (opts.MaxConsecutive503Errors > 0 && _unheardPulls >= opts.MaxConsecutive503Errors)
            throw new NatsJSException($"Consumer appears to be deleted after {_unheardPulls} consecutive 503 errors");
        return null;
    }

    private void Arrived(long msgs, long bytes)
    {
        _comingMsgs = Math.Max(0, _comingMsgs - msgs);
        _comingBytes = Math.Max(0, _comingBytes - bytes);
    }

    private ValueTask RefillAsync(CancellationToken cancellationToken) => limits.ByBytes
        ? _comingBytes <= limits.ThresholdBytes
            ? PullAsync(limits.MaxMsgs, limits.MaxBytes - _comingBytes, cancellationToken)
            : default
        : _comingMsgs <= limits.ThresholdMsgs && _comingMsgs < limits.MaxMsgs
            ? PullAsync(limits.MaxMsgs - _comingMsgs, 0, cancellationToken)
            : default;

    private ValueTask PullAllAsync(CancellationToken cancellationToken) => PullAsync(limits.MaxMsgs, limits.MaxBytes, cancellationToken);

    private async ValueTask PullAsync(long msgs, long bytes, CancellationToken cancellationToken)
    {
        _comingMsgs = limits.MaxMsgs;
        _comingBytes = limits.MaxBytes;
        var request = new ConsumerGetnextRequest
        {
            Batch = msgs,
            MaxBytes = bytes,
            Expires = limits.Expires,
            IdleHeartbeat = limits.Idle,
        };
        try
        {
            await inbox.PullAsync(request, cancellationToken);
        }
        catch (NatsException exception) when (exception is not NatsConnectionFailedException)
        {
            // Not sent for want of a connection: opening it again, or the silence until then, pulls anew.
            PullLog.PullNotSent(_logger, exception);
        }
    }

    private Task NotifyAsync(INatsJSNotification notification, CancellationToken cancellationToken) =>
        opts.NotificationHandler?.Invoke(notification, cancellationToken) ?? Task.CompletedTask;
}
