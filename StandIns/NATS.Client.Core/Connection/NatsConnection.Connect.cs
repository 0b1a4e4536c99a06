using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace NATS.Client.Core;

public partial class NatsConnection
{
    private readonly Backoff _backoff;
    private TaskCompletionSource _opened = NewSignal();
    private Session? _session;
    private Task _running = Task.CompletedTask;

    public async ValueTask ConnectAsync()
    {
        Task? opening = null;
        lock (_gate)
        {
            ThrowIfDisposed();
            switch (_state)
            {
                case NatsConnectionState.Failed:
                    throw new NatsConnectionFailedException("Connection is in failed state");
                case NatsConnectionState.Open:
                    return;
                case NatsConnectionState.Closed:
                    _state = NatsConnectionState.Connecting;
                    break;
                default:
                    opening = _opened.Task;
                    break;
            }
        }

        await (opening ?? ConnectFirstAsync()).ConfigureAwait(false);
    }

    public ValueTask ReconnectAsync()
    {
        if (_state == NatsConnectionState.Open)
            _session?.Dispose();
        return default;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a server that is down, busy, foreign or refusing can make of an attempt to connect.</summary>
    private static bool IsConnectFailure(Exception e) =>
        e is NatsException or SocketException or IOException or TimeoutException or AuthenticationException or CryptographicException;

    private async Task ConnectFirstAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    OnOpened(await TryServersAsync().ConfigureAwait(false));
                    return;
                }
                catch (NatsException) when (Opts.RetryOnInitialConnect)
                {
                    await Task.Delay(_backoff.Next(), _disposing.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _state = e is NatsConnectionFailedException ? NatsConnectionState.Failed : NatsConnectionState.Closed;
                FailWaiters(e);
                if (_state == NatsConnectionState.Closed)
                    _opened = NewSignal();
            }

            throw;
        }
    }

    private async Task<Session> TryServersAsync()
    {
        var addresses = Shuffled(ServerAddress.ParseList(Opts.Url));
        NatsException? refusal = null;
        foreach (var address in addresses)
        {
            try
            {
                return await new Handshake(address, Opts).OpenAsync(_disposing.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (IsConnectFailure(e))
            {
                NatsLog.ConnectFailed(_logger, address, e);
                _backoff.Failed(e);
                if (e is not SocketException)
                    refusal = new NatsException($"can not start to connect nats server: {address}", e);
            }
        }

        throw refusal ?? new NatsException($"can not connect uris: {string.Join(',', addresses.Select(a => a.ToString()))}");
    }

    private ServerAddress[] Shuffled(IEnumerable<ServerAddress> addresses)
    {
        ServerAddress[] list = [.. addresses.Distinct()];
        if (!Opts.NoRandomize)
            Random.Shared.Shuffle(list);
        return list;
    }

    private void OnOpened(Session session)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                session.Dispose();
                ThrowIfDisposed();
            }

            _serverInfo = session.Info;
            _session = session;
            _backoff.Succeeded();
            _output.Attach(session.Stream);
            _state = NatsConnectionState.Open;
            _opened.TrySetResult();
            _running = Task.Run(() => RunAsync(session));
        }

        NatsLog.Connected(_logger, session.Address);
        _events.Raise(ConnectionOpened, this, new NatsEventArgs(session.Address.ToString()));
    }

    private void FailWaiters(Exception e)
    {
        _opened.TrySetException(e);

        // Nobody may be waiting; then nobody is to be told.
        _ = _opened.Task.Exception;
    }

    private async Task CloseSessionAsync()
    {
        Session? session;
        Task running;
        lock (_gate)
        {
            session = _session;
            running = _running;
        }

        session?.Dispose();
        await running.ConfigureAwait(false);
    }
}
