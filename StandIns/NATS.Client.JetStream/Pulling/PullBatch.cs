using System.Diagnostics;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Pulling;

/// <summary>One pull, read until it is filled, ended by the server, or overdue.</summary>
internal sealed class PullBatch<T>(PullInbox<T> inbox, PullLimits limits, NatsJSFetchOpts opts, bool noWait) : IAsyncDisposable
{
    /// <summary>How much later than agreed the server's word may come.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _missingMsgs = limits.MaxMsgs;
    private long _missingBytes = limits.MaxBytes;

    public NatsMsg<T> Current => inbox.Current;

    private bool Filled => limits.ByBytes ? _missingBytes <= 0 : _missingMsgs <= 0;

    public static async ValueTask<PullBatch<T>> StartAsync(
        INatsJSContext context,
        ConsumerInfo consumer,
        INatsDeserialize<T>? serializer,
        NatsJSFetchOpts opts,
        bool noWait,
        CancellationToken cancellationToken)
    {
        var limits = PullLimits.From(opts);
        var inbox = await PullInbox<T>.OpenAsync(
            context, consumer.StreamName, consumer.Name, serializer, limits.InboxCapacity, cancellationToken);
        var batch = new PullBatch<T>(inbox, limits, opts, noWait);
        await batch.PullAsync(cancellationToken);
        return batch;
    }

    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (!Filled)
        {
            switch (await inbox.NextAsync(Patience(), cancellationToken))
            {
                case PullEvent.Message:
                    _missingMsgs--;
                    _missingBytes -= inbox.Current.Size;
                    return true;
                case PullEvent.Status when await EndsAsync(PullStatus.Of(inbox.Current), cancellationToken):
                    return false;
                case PullEvent.Status:
                    break;
                case PullEvent.Reopened:
                    await PullAsync(cancellationToken);
                    break;
                case PullEvent.Silent:
                    await NotifyAsync(NatsJSTimeoutNotification.Default, cancellationToken);
                    return false;
                default:
                    return false;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    private TimeSpan Patience()
    {
        var left = limits.Expires + Grace - Stopwatch.GetElapsedTime(_started);
        if (left < TimeSpan.Zero) left = TimeSpan.Zero;
        return limits.Idle != TimeSpan.Zero && limits.Silence < left ? limits.Silence : left;
    }

    private async ValueTask<bool> EndsAsync(PullStatus status, CancellationToken cancellationToken)
    {
        switch (status.Kind)
        {
            case PullStatusKind.Heartbeat:
                return false;
            case PullStatusKind.NoMessages or PullStatusKind.Expired or PullStatusKind.TooLarge:
                return true;
            case PullStatusKind.NoResponders:
                await NotifyAsync(NatsJSNoRespondersNotification.Default, cancellationToken);
                return true;
            case PullStatusKind.Fatal:
                throw status.ToException();
            default:
                await NotifyAsync(
                    new NatsJSProtocolNotification("Unhandled protocol message", status.Headers.Code, status.Headers.MessageText),
                    cancellationToken);
                return false;
        }
    }

    private ValueTask PullAsync(CancellationToken cancellationToken) => inbox.PullAsync(
        new ConsumerGetnextRequest
        {
            Batch = _missingMsgs,
            MaxBytes = limits.ByBytes ? _missingBytes : 0,
            NoWait = noWait,
            Expires = noWait ? TimeSpan.Zero : limits.Expires,
            IdleHeartbeat = noWait ? TimeSpan.Zero : limits.Idle,
        },
        cancellationToken);

    private Task NotifyAsync(INatsJSNotification notification, CancellationToken cancellationToken) =>
        opts.NotificationHandler?.Invoke(notification, cancellationToken) ?? Task.CompletedTask;
}
