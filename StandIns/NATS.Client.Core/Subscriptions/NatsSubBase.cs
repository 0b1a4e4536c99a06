using System.Text;

namespace NATS.Client.Core;

/// <summary>A subscription, whatever the type of its messages: its limits, its timers, its end.</summary>
public abstract class NatsSubBase
{
    private readonly Lock _gate = new();
    private readonly NatsConnection _connection;
    private readonly byte[] _subjectBytes;
    private readonly SubTimers? _timers;
    private readonly CancellationTokenRegistration _cancellation;
    private byte[] _lastSubjectBytes = [];
    private string _lastSubject = "";
    private int _pendingMsgs;
    private bool _ended;
    private bool _unsubscribed;
    private bool _slow;

    private protected NatsSubBase(
        NatsConnection connection, string subject, string? queueGroup, NatsSubOpts? opts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _connection = connection;
        Subject = subject;
        QueueGroup = queueGroup;
        Opts = opts;
        _subjectBytes = Encoding.UTF8.GetBytes(subject);
        _pendingMsgs = opts?.MaxMsgs is > 0 and var max ? max : -1;
        _timers = SubTimers.For(this, opts);
        _cancellation = cancellationToken.UnsafeRegister(
            static state => ((NatsSubBase)state!).End(NatsSubEndReason.Cancelled), this);
    }

    public string Subject { get; }

    public string? QueueGroup { get; }

    /// <summary>What the subscription failed with, if it did.</summary>
    public Exception? Exception { get; private set; }

    public NatsSubEndReason EndReason { get; private set; }

    /// <summary>Messages still to come until MaxMsgs; null without that limit.</summary>
    public int? PendingMsgs => Volatile.Read(ref _pendingMsgs) is >= 0 and var pending ? pending : null;

    internal int Sid { get; set; }

    internal bool IsUnsubscribed => Volatile.Read(ref _unsubscribed);

    internal NatsSubOpts? Opts { get; }

    private protected NatsConnection Owner => _connection;

    public ValueTask UnsubscribeAsync()
    {
        lock (_gate)
        {
            if (_unsubscribed)
                return default;
            _unsubscribed = true;
        }

        _timers?.Dispose();
        Complete();
        _connection.Remove(this);
        return default;
    }

    /// <summary>Unsubscribes, and throws what the subscription failed with.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await UnsubscribeAsync().ConfigureAwait(false);
        await _cancellation.DisposeAsync().ConfigureAwait(false);
        if (Exception is { } exception)
            throw exception;
    }

    /// <summary>The server knows of the subscription: from now on time counts.</summary>
    internal void Start() => _timers?.Start();

    /// <summary>For a subscription cancelled before its derived part was built: completes it after all.</summary>
    internal void CompleteLate() => Complete();

    internal ValueTask ReceiveAsync(in Frame frame)
    {
        _timers?.OnMessage();
        if (frame.Payload.IsEmpty && Opts is not null)
        {
            if (Opts.ThrowIfNoResponders == true && HeaderBlock.IsNoResponders(frame.Headers))
            {
                Exception = new NatsNoRespondersException();
                End(NatsSubEndReason.Exception);
                return default;
            }

            if (Opts.StopOnEmptyMsg == true)
            {
                End(NatsSubEndReason.EmptyMsg);
                return default;
            }
        }

        return DeliverAsync(frame);
    }

    internal void End(NatsSubEndReason reason)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            EndReason = reason;
        }

        // Ends at once: nothing in it waits.
        _ = UnsubscribeAsync().AsTask();
    }

    /// <summary>Whether this is the first loss since the reader last caught up.</summary>
    internal bool MarkSlow() => !Interlocked.Exchange(ref _slow, true);

    private protected abstract ValueTask DeliverAsync(in Frame frame);

    /// <summary>Lets the reader finish what has arrived.</summary>
    private protected abstract void Complete();

    private protected void OnDelivered(int waiting)
    {
        if (_slow && waiting <= 1)
            _slow = false;
        if (_pendingMsgs > 0 && Interlocked.Decrement(ref _pendingMsgs) == 0)
            End(NatsSubEndReason.MaxMsgs);
    }

    /// <summary>The subject as a string, without a new one where the subject is the subscription's or the last message's.</summary>
    private protected string SubjectOf(in Frame frame)
    {
        if (frame.Subject.SequenceEqual(_subjectBytes))
            return Subject;
        if (!frame.Subject.SequenceEqual(_lastSubjectBytes))
        {
            _lastSubjectBytes = frame.Subject.ToArray();
            _lastSubject = Encoding.UTF8.GetString(_lastSubjectBytes);
        }

        return _lastSubject;
    }
}
