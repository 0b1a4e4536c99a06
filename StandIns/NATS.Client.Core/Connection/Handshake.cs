using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace NATS.Client.Core;

/// <summary>From an address to a session: socket, greeting, encryption, sign-in.</summary>
internal sealed class Handshake(ServerAddress address, NatsOpts opts)
{
    private readonly TlsMode _mode = opts.TlsOpts.EffectiveMode(address.IsTls);

    /// <summary>Socket and sign-in may each take ConnectTimeout.</summary>
    public async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        if (_mode == TlsMode.Disable && address.IsTls)
            throw new NatsException($"URI {address} requires TLS but TlsMode is set to Disable");
        var socket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(opts.ConnectTimeout);
        try
        {
            return await GreetAsync(new NetworkStream(socket, ownsSocket: true), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"Server {address} did not admit the client in time", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The text of an error without its quotes.</summary>
    public static string ErrorText(in Frame frame) => Encoding.UTF8.GetString(frame.Text.Trim((byte)'\''));

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(opts.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(address.Uri.IdnHost, address.Uri.Port, timeout.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Session> GreetAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_mode == TlsMode.Implicit)
            stream = await EncryptAsync(stream, cancellationToken).ConfigureAwait(false);
        var reader = new FrameReader(stream, opts.ReaderBufferSize);
        var info = await ReadInfoAsync(reader, cancellationToken).ConfigureAwait(false);
        if (WantsUpgrade(info))
        {
            // Bytes from before encryption must not be taken for encrypted ones.
            if (reader.HasMoreBuffered())
                throw new NatsException("Protocol error: the server sent more than its greeting before encryption");
            stream = await EncryptAsync(stream, cancellationToken).ConfigureAwait(false);
            reader = new FrameReader(stream, opts.ReaderBufferSize);
        }

        await SignInAsync(stream, await CredentialsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        info = await ReadAdmissionAsync(reader, stream, info, cancellationToken).ConfigureAwait(false);
        return new Session(address, stream, reader, info);
    }

    private async Task<Stream> EncryptAsync(Stream stream, CancellationToken cancellationToken) =>
        await Tls.AuthenticateAsync(stream, opts.TlsOpts, address.Uri.Host, cancellationToken).ConfigureAwait(false);

    private bool WantsUpgrade(ServerInfo info)
    {
        var offered = info.TlsRequired || info.TlsAvailable;
        return _mode switch
        {
            TlsMode.Disable when info.TlsRequired =>
                throw new NatsException($"Server {address} requires TLS but TlsMode is set to Disable"),
            TlsMode.Require when !offered =>
                throw new NatsException($"Server {address} does not support TLS but TlsMode is set to Require"),
            TlsMode.Require or TlsMode.Prefer => offered,
            _ => false,
        };
    }

    private async ValueTask<NatsAuthCred> CredentialsAsync(CancellationToken cancellationToken) => opts.AuthOpts switch
    {
        { AuthCredCallback: { } callback } => await callback(address.Uri, cancellationToken).ConfigureAwait(false),
        { Token: { Length: > 0 } token } => NatsAuthCred.FromToken(token),
        { Username: { } username } auth => NatsAuthCred.FromUserInfo(username, auth.Password ?? ""),
        _ => default,
    };

    private async Task SignInAsync(Stream stream, NatsAuthCred credentials, CancellationToken cancellationToken)
    {
        var client = new ClientInfo
        {
            Verbose = opts.Verbose,
            TlsRequired = stream is SslStream,
            User = credentials.Username,
            Password = credentials.Password,
            Token = credentials.Token,
            Name = opts.Name,
            Echo = opts.Echo,
            Headers = opts.Headers,
            NoResponders = opts.Headers,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(client, HandshakeJson.Default.ClientInfo);
        byte[] commands = [.. "CONNECT "u8, .. json, .. "\r\nPING\r\n"u8];
        await stream.WriteAsync(commands, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServerInfo> ReadInfoAsync(FrameReader reader, CancellationToken cancellationToken)
    {
        ServerInfo? info = null;
        await reader.RunAsync(
            (in frame) =>
            {
                info = frame.Kind switch
                {
                    FrameKind.Info => ServerInfo.Parse(frame.Text),
                    FrameKind.Error => throw new NatsServerException(ErrorText(frame)),
                    _ => throw new NatsException("Protocol error: the server did not begin with its greeting"),
                };
                reader.Stop();
                return default;
            },
            cancellationToken).ConfigureAwait(false);
        return info!;
    }

    private static async Task<ServerInfo> ReadAdmissionAsync(
        FrameReader reader, Stream stream, ServerInfo info, CancellationToken cancellationToken)
    {
        await reader.RunAsync(
            (in frame) =>
            {
                switch (frame.Kind)
                {
                    case FrameKind.Pong:
                        reader.Stop();
                        break;
                    case FrameKind.Error:
                        throw new NatsServerException(ErrorText(frame));
                    case FrameKind.Info:
                        info = ServerInfo.Parse(frame.Text);
                        break;
                    case FrameKind.Ping:
                        return stream.WriteAsync("PONG\r\n"u8.ToArray(), cancellationToken);
                }

                return default;
            },
            cancellationToken).ConfigureAwait(false);
        return info;
    }
}
