namespace NATS.Client.Core;

public partial class NatsConnection
{
    private int _pingsOut;

    /// <summary>Serves one session to its end, then finds the next.</summary>
    private async Task RunAsync(Session session)
    {
        using (var ended = new CancellationTokenSource())
        {
            var pinging = PingRegularlyAsync(session, ended.Token);
            var reason = await session.ReadToEndAsync(OnFrame).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await pinging.ConfigureAwait(false);
            lock (_gate)
            {
                if (!_disposed)
                {
                    _state = NatsConnectionState.Reconnecting;
                    _opened = NewSignal();
                }
            }

            _output.Detach();
            session.Dispose();
            if (_disposed)
                return;
            NatsLog.Disconnected(_logger, session.Address, reason.Message);
        }

        _events.Raise(ConnectionDisconnected, this, new NatsEventArgs(session.Address.ToString()));
        await ReconnectAsync(session).ConfigureAwait(false);
    }

    private async Task ReconnectAsync(Session lost)
    {
        var others = Shuffled(lost.Address.Reported(_serverInfo?.ClientConnectUrls)
            .Concat(ServerAddress.ParseList(Opts.Url))
            .Where(address => address != lost.Address));
        try
        {
            // The server that was lost comes last: it is the likeliest to be down.
            ServerAddress[] addresses = [.. others, lost.Address];
            for (var i = 0; !await TryReconnectAsync(addresses[i % addresses.Length]).ConfigureAwait(false); i++)
                await Task.Delay(_backoff.Next(), _disposing.Token).ConfigureAwait(false);
        }
        catch (NatsConnectionFailedException e)
        {
            NatsLog.GaveUp(_logger, e.Message);
            lock (_gate)
            {
                _state = NatsConnectionState.Failed;
                FailWaiters(e);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Disposed while reconnecting.
        }
    }

    private async Task<bool> TryReconnectAsync(ServerAddress address)
    {
        Session? session = null;
        try
        {
            session = await new Handshake(address, Opts).OpenAsync(_disposing.Token).ConfigureAwait(false);
            await SubscribeAgainAsync(session).ConfigureAwait(false);
            OnOpened(session);
            return true;
        }
        catch (Exception e) when (IsConnectFailure(e))
        {
            session?.Dispose();
            NatsLog.ConnectFailed(_logger, address, e);
            _backoff.Failed(e);
            _events.Raise(ReconnectFailed, this, new NatsEventArgs(address.ToString()));
            return false;
        }
    }

    // Before anything that waits to be sent: a request among it must find its inbox subscribed.
    private async Task SubscribeAgainAsync(Session session)
    {
        var commands = new CommandBuffer();
        foreach (var (sid, sub) in _subs)
            commands.Subscribe(sid, sub.Subject, sub.QueueGroup, sub.PendingMsgs);
        await session.Stream.WriteAsync(commands.Written, _disposing.Token).AsTask().WaitAsync(Opts.ConnectTimeout).ConfigureAwait(false);
    }

    private async Task PingRegularlyAsync(Session session, CancellationToken cancellationToken)
    {
        _pingsOut = 0;
        if (Opts.PingInterval <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(Opts.PingInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Interlocked.Increment(ref _pingsOut) > Opts.MaxPingOut)
                {
                    NatsLog.PingsUnanswered(_logger, Opts.MaxPingOut);
                    session.Dispose();
                    return;
                }

                _ = _output.PingAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The session has ended.
        }
    }

    private ValueTask OnFrame(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Message:
                // Unknown: unsubscribed while the message was on its way.
                return _subs.TryGetValue(frame.Sid, out var sub) ? sub.ReceiveAsync(frame) : default;
            case FrameKind.Ping:
                _output.Pong();
                break;
            case FrameKind.Pong:
                Volatile.Write(ref _pingsOut, 0);
                _output.OnPong();
                break;
            case FrameKind.Error:
                NatsLog.ServerError(_logger, Handshake.ErrorText(frame));
                break;
            case FrameKind.Info:
                OnInfo(Core.ServerInfo.Parse(frame.Text));
                break;
        }

        return default;
    }

    private void OnInfo(ServerInfo info)
    {
        _serverInfo = info;
        if (info.LameDuckMode && _session is { } session)
            _events.Raise(LameDuckModeActivated, this, new NatsLameDuckModeActivatedEventArgs(session.Address.Uri));
    }
}
