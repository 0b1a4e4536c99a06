using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Singularity.Tests.StandIns.Nats.Core;

/// <summary>Greets and admits clients as a server does; what it then sends is up to the test.</summary>
internal sealed class CoreFakeServer : IDisposable
{
    private const string Greeting = """INFO {"server_id":"fake","max_payload":1048576,"headers":true}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public CoreFakeServer() => _listener.Start();

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async Task<NetworkStream> AcceptAsync(string greeting = Greeting)
    {
        var stream = new NetworkStream(await _listener.AcceptSocketAsync().WaitAsync(CoreTest.Patience), ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting + "\r\n"));
        return stream;
    }

    /// <summary>Accepts, admits, and waits for the subscription that the test is about: its number is 1.</summary>
    public async Task<NetworkStream> AcceptSubscriberAsync(string greeting = Greeting)
    {
        var stream = await AcceptAsync(greeting);
        await ReadUntilAsync(stream, "PING\r\n");
        await stream.WriteAsync("PONG\r\n"u8.ToArray());
        await ReadUntilAsync(stream, " 1\r\n");
        return stream;
    }

    public static async Task ReadUntilAsync(NetworkStream stream, string end)
    {
        using var patience = new CancellationTokenSource(CoreTest.Patience);
        var read = new StringBuilder();
        var one = new byte[1];
        while (!read.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, patience.Token);
            read.Append((char)one[0]);
        }
    }

    public void Dispose() => _listener.Dispose();
}
