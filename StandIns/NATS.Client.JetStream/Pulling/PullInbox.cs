using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Pulling;

internal enum PullEvent
{
    Message,
    Status,
    Silent,
    Reopened,
    Closed,
}

/// <summary>A subscription that pulls of one consumer are answered to, read as one sequence of events.</summary>
internal sealed class PullInbox<T> : IAsyncDisposable
{
    private readonly INatsConnection _connection;
    private readonly INatsSub<T> _sub;
    private readonly string _pullSubject;
    private volatile bool _disconnected;
    private TaskCompletionSource _reopened = NewSignal();
    private Task<bool>? _readable;

    private PullInbox(INatsConnection connection, INatsSub<T> sub, string pullSubject)
    {
        _connection = connection;
        _sub = sub;
        _pullSubject = pullSubject;
        _connection.ConnectionDisconnected += OnDisconnected;
        _connection.ConnectionOpened += OnOpened;
    }

    public NatsMsg<T> Current { get; private set; }

    public static async ValueTask<PullInbox<T>> OpenAsync(
        INatsJSContext context,
        string stream,
        string consumer,
        INatsDeserialize<T>? serializer,
        int capacity,
        CancellationToken cancellationToken)
    {
        var opts = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = capacity } };

        // The token is not the subscription's: messages that arrived stay readable after a cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        var sub = await context.Connection.SubscribeCoreAsync(
            context.NewBaseInbox(), serializer: serializer, opts: opts, cancellationToken: CancellationToken.None);
        return new PullInbox<T>(context.Connection, sub, $"{context.Opts.Prefix}.CONSUMER.MSG.NEXT.{stream}.{consumer}");
    }

    public ValueTask PullAsync(ConsumerGetnextRequest request, CancellationToken cancellationToken) =>
        _connection.PublishAsync(
            _pullSubject,
            request,
            replyTo: _sub.Subject,
            serializer: NatsJSJsonSerializer<ConsumerGetnextRequest>.Default,
            cancellationToken: cancellationToken);

    /// <summary>Waits for the next event; <see cref="PullEvent.Silent"/> if none comes within <paramref name="silence"/>.</summary>
    public async ValueTask<PullEvent> NextAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_reopened.Task.IsCompleted)
            {
                _reopened = NewSignal();
                return PullEvent.Reopened;
            }

            if (_sub.Msgs.TryRead(out var msg))
            {
                Current = msg;
                return msg.Subject == _sub.Subject ? PullEvent.Status : PullEvent.Message;
            }

            _readable ??= _sub.Msgs.WaitToReadAsync(CancellationToken.None).AsTask();
            try
            {
                await Task.WhenAny(_readable, _reopened.Task).WaitAsync(silence, cancellationToken);
            }
            catch (TimeoutException)
            {
                return PullEvent.Silent;
            }

            if (!_readable.IsCompleted) continue;
            var readable = await _readable;
            _readable = null;
            if (!readable) return PullEvent.Closed;
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.ConnectionDisconnected -= OnDisconnected;
        _connection.ConnectionOpened -= OnOpened;
        return _sub.DisposeAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask OnDisconnected(object? sender, NatsEventArgs args)
    {
        _disconnected = true;
        return default;
    }

    private ValueTask OnOpened(object? sender, NatsEventArgs args)
    {
        // The first opening may be told late, after the subscription: nothing was lost then.
        if (_disconnected)
        {
            _disconnected = false;
            _reopened.TrySetResult();
        }

        return default;
    }
}
