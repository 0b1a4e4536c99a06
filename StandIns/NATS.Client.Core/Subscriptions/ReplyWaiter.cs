using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace NATS.Client.Core;

/// <summary>A request that waits for its reply. <see cref="Inbox.TryTake"/> decides who completes it: reply, time or cancellation.</summary>
internal abstract class ReplyWaiter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private Inbox? _inbox;
    private long _id;
    private long _deadline;

    protected ReplyWaiter() => _timer = new Timer(
        static state => ((ReplyWaiter)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public string Subject { get; private set; } = "";

    public void Start(Inbox inbox, long id, string subject, TimeSpan timeout)
    {
        lock (_gate)
        {
            _inbox = inbox;
            _id = id;
            Subject = subject;
            _deadline = timeout <= TimeSpan.Zero ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            if (timeout > TimeSpan.Zero)
                _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }
    }

    public abstract void Complete(in Frame frame);

    public abstract void Fail(Exception exception);

    /// <summary>Ends the wait early; false if it is already over.</summary>
    public bool TryTake()
    {
        lock (_gate)
            return _inbox?.TryTake(_id) == true;
    }

    public void Dispose() => _timer.Dispose();

    protected void Stop()
    {
        lock (_gate)
        {
            _inbox = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            // A late tick of an earlier request, or one a moment too soon for this.
            if (_inbox is null || _deadline == long.MaxValue)
                return;
            var left = _deadline - Environment.TickCount64;
            if (left > 0)
            {
                _timer.Change(left, Timeout.Infinite);
                return;
            }

            if (!_inbox.TryTake(_id))
                return;
        }

        Fail(new NatsNoReplyException());
    }
}

/// <inheritdoc/>
internal sealed class ReplyWaiter<T> : ReplyWaiter, IValueTaskSource<NatsMsg<T>>
{
    private const int PoolSize = 256;
    private static readonly ConcurrentQueue<ReplyWaiter<T>> Pool = new();

    private ManualResetValueTaskSourceCore<NatsMsg<T>> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private NatsConnection? _connection;
    private INatsDeserialize<T>? _serializer;

    public static ReplyWaiter<T> Rent(NatsConnection connection, INatsDeserialize<T> serializer)
    {
        var waiter = Pool.TryDequeue(out var pooled) ? pooled : new ReplyWaiter<T>();
        waiter._connection = connection;
        waiter._serializer = serializer;
        return waiter;
    }

    /// <summary>The reply. Await it once; the waiter belongs to another request afterwards.</summary>
    public ValueTask<NatsMsg<T>> WaitAsync(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var waiter = (ReplyWaiter<T>)state!;
                if (waiter.TryTake())
                    waiter.Fail(new OperationCanceledException(token));
            },
            this);
        return new ValueTask<NatsMsg<T>>(this, _source.Version);
    }

    /// <summary>Gives up before anything was sent.</summary>
    public void Abandon()
    {
        if (TryTake())
            Recycle();
    }

    public override void Complete(in Frame frame) =>
        _source.SetResult(MsgReader.Read(_connection!, Subject, queueGroup: null, frame, _serializer!));

    public override void Fail(Exception exception) => _source.SetException(exception);

    public NatsMsg<T> GetResult(short token)
    {
        _cancellation.Dispose();
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Recycle()
    {
        Stop();
        _cancellation = default;
        _connection = null;
        _serializer = null;
        _source.Reset();
        if (Pool.Count < PoolSize)
            Pool.Enqueue(this);
        else
            Dispose();
    }
}
