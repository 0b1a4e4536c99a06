using System.Net;
using System.Net.Sockets;

namespace Singularity.Tests.Support;

/// <summary>A real nats-server on a free loopback port. Port and store stay the same when it is stopped and started again.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    /// <summary>The server gives a client 2 seconds to sign in by default, which a machine that runs many tests at once can exceed.</summary>
    private const string Unhurried = "timeout: 30";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly NatsServerOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("nats-server-").FullName;
    private readonly ServerProcess _process = new(Patience);

    private NatsServer(NatsServerOptions options) => _options = options;

    public int Port { get; private set; } = ServerProcess.FreePort();

    /// <summary>Address with the credentials in it.</summary>
    public string Url
    {
        get
        {
            var signIn = _options switch
            {
                { User: { } user } => $"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(_options.Password ?? "")}@",
                { Token: { } token } => $"{Uri.EscapeDataString(token)}@",
                _ => "",
            };
            return $"nats://{signIn}127.0.0.1:{Port}";
        }
    }

    /// <summary>Address without credentials.</summary>
    public string Address => $"nats://127.0.0.1:{Port}";

    public static async Task<NatsServer> StartNewAsync(NatsServerOptions? options = null)
    {
        var server = new NatsServer(options ?? new NatsServerOptions());
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        if (_options.ConfigFile is { } given)
        {
            _process.Start(NatsServerBinary.Find(), ["--addr", "127.0.0.1", "--port", $"{Port}", "-c", given, "-js", "-sd", Path.Combine(_folder, "store")]);
            await WaitUntilGreetingAsync();
            return;
        }

        var config = Path.Combine(_folder, "server.conf");
        await File.WriteAllTextAsync(config, Config());
        _process.Start(NatsServerBinary.Find(), ["-c", config]);
        await WaitUntilGreetingAsync();
    }

    /// <summary>Asks the server to stop, as a service manager would.</summary>
    public async Task StopAsync()
    {
        await _process.StopAsync("TERM");
        await KillAsync();
    }

    /// <summary>All that it wrote.</summary>
    public string Output => _process.Output;

    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Config() => string.Join('\n',
        "listen: \"127.0.0.1:" + Port + "\"",
        _options.JetStream ? "jetstream { store_dir: \"" + Path.Combine(_folder, "store").Replace('\\', '/') + "\" }" : "",
        _options.User is { } user ? $"authorization {{ user: \"{user}\", password: \"{_options.Password}\", {Unhurried} }}" : "",
        _options.Token is { } token ? $"authorization {{ token: \"{token}\", {Unhurried} }}" : "",
        _options.Tls is { } tls ? $"tls {{ cert_file: \"{tls.CertFile}\", key_file: \"{tls.KeyFile}\"{ClientCa(tls.ClientCaFile)}, {Unhurried} }}" : "",
        _options.ExtraConfig,
        "");

    private static string ClientCa(string? file) => file is null ? "" : $", ca_file: \"{file}\", verify: true";

    private async Task WaitUntilGreetingAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var greeting = new byte[5];
        while (true)
        {
            if (_process.Ended is { } ended)
                throw new InvalidOperationException($"nats-server {ended}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, timeout.Token);
                await client.GetStream().ReadExactlyAsync(greeting, timeout.Token);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), timeout.Token);
            }
        }
    }
}
