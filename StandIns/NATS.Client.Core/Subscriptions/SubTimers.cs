namespace NATS.Client.Core;

/// <summary>The time limits of a subscription.</summary>
internal sealed class SubTimers : IDisposable
{
    private readonly TimeSpan _startUpTimeout;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeSpan _timeout;
    private readonly Timer? _startUp;
    private readonly Timer? _idle;
    private readonly Timer? _overall;
    private bool _first = true;

    private SubTimers(NatsSubBase sub, NatsSubOpts opts)
    {
        _startUpTimeout = opts.StartUpTimeout ?? TimeSpan.Zero;
        _idleTimeout = opts.IdleTimeout ?? TimeSpan.Zero;
        _timeout = opts.Timeout ?? TimeSpan.Zero;
        _startUp = Create(sub, _startUpTimeout, NatsSubEndReason.StartUpTimeout);
        _idle = Create(sub, _idleTimeout, NatsSubEndReason.IdleTimeout);
        _overall = Create(sub, _timeout, NatsSubEndReason.Timeout);
    }

    public static SubTimers? For(NatsSubBase sub, NatsSubOpts? opts) =>
        opts is null or { StartUpTimeout: null, IdleTimeout: null, Timeout: null } ? null : new SubTimers(sub, opts);

    public void Start()
    {
        // With a start-up limit, idling counts from the first message.
        if (_startUp is null)
            Set(_idle, _idleTimeout);
        Set(_startUp, _startUpTimeout);
        Set(_overall, _timeout);
    }

    public void OnMessage()
    {
        Set(_idle, _idleTimeout);
        if (!_first)
            return;
        _first = false;
        _startUp?.Dispose();
    }

    public void Dispose()
    {
        _startUp?.Dispose();
        _idle?.Dispose();
        _overall?.Dispose();
    }

    private static Timer? Create(NatsSubBase sub, TimeSpan limit, NatsSubEndReason reason) =>
        limit == TimeSpan.Zero ? null : new Timer(_ => sub.End(reason), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    // Change on a disposed timer does nothing: the subscription has ended meanwhile.
    private static void Set(Timer? timer, TimeSpan limit) => timer?.Change(limit, Timeout.InfiniteTimeSpan);
}
