using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>
/// A connection that comes back by itself: after a loss it reconnects and subscribes again, and commands wait meanwhile. Safe for
/// any number of threads; one is enough for a process.
/// </summary>
public partial class NatsConnection : INatsConnection
{
    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();
    private readonly ConcurrentDictionary<int, NatsSubBase> _subs = new();
    private readonly EventPump _events;
    private readonly Output _output;
    private readonly Inbox _inbox;
    private readonly string _inboxPrefix;
    private volatile NatsConnectionState _state;
    private volatile ServerInfo? _serverInfo;
    private bool _disposed;
    private int _lastSid;

    public NatsConnection()
        : this(NatsOpts.Default)
    {
    }

    public NatsConnection(NatsOpts opts)
    {
        Opts = ServerAddress.TakeCredentials(opts);
        _logger = opts.LoggerFactory.CreateLogger<NatsConnection>();
        _events = new EventPump(_logger);
        _output = new Output(opts.WriterBufferSize);
        _backoff = new Backoff(opts);
        _inboxPrefix = $"{opts.InboxPrefix}.{Nuid.NewNuid()}.";
        _inbox = new Inbox(this, _inboxPrefix);
    }

    public event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    public event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    public event AsyncEventHandler<NatsEventArgs>? ReconnectFailed;

    public event AsyncEventHandler<NatsMessageDroppedEventArgs>? MessageDropped;

    public event AsyncEventHandler<NatsSlowConsumerEventArgs>? SlowConsumerDetected;

    public event AsyncEventHandler<NatsLameDuckModeActivatedEventArgs>? LameDuckModeActivated;

    public INatsConnection Connection => this;

    public INatsServerInfo? ServerInfo => _serverInfo;

    public NatsOpts Opts { get; }

    public NatsConnectionState ConnectionState => _state;

    public string NewInbox() => string.Create(_inboxPrefix.Length + 22, _inboxPrefix, static (span, prefix) =>
    {
        prefix.CopyTo(span);
        Nuid.Write(span[prefix.Length..]);
    });

    /// <summary>Ends every subscription, sends what was accepted, closes. Waiting requests end without a reply.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        foreach (var sub in _subs.Values)
            await sub.UnsubscribeAsync().ConfigureAwait(false);
        _inbox.FailAll();
        await DrainAsync().ConfigureAwait(false);
        await _disposing.CancelAsync().ConfigureAwait(false);
        await CloseSessionAsync().ConfigureAwait(false);
        _state = NatsConnectionState.Closed;
        _opened.TrySetCanceled(CancellationToken.None);
        _events.Complete();
    }

    internal bool IsInbox(string subject) => subject.StartsWith(Opts.InboxPrefix, StringComparison.Ordinal);

    internal void OnMessageDropped<T>(NatsSubBase sub, int pending, NatsMsg<T> msg)
    {
        if (MessageDropped is { } dropped)
        {
            _events.Raise(dropped, this, new NatsMessageDroppedEventArgs(sub, pending, msg.Subject, msg.ReplyTo, msg.Headers, msg.Data));
        }

        if (!sub.MarkSlow())
            return;
        _events.Raise(SlowConsumerDetected, this, new NatsSlowConsumerEventArgs(sub));
        if (!Opts.SuppressSlowConsumerWarnings)
            NatsLog.SlowConsumer(_logger, sub.Subject);
    }

    private async Task DrainAsync()
    {
        // The pong says that the server has taken everything before it; a socket that is merely closed may lose it.
        var taken = _state == NatsConnectionState.Open ? _output.PingAsync() : Task.CompletedTask;
        try
        {
            await Task.WhenAll(taken, _output.CloseAsync()).WaitAsync(Opts.ConnectTimeout).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The server does not answer or is gone; there is nothing left to wait for.
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);
}
