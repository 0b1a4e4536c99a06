using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Singularity.Tests.CentralCloud.Instances;

/// <summary>A NATS client that sends what it is told, byte by byte: the real ones refuse to send malformed headers.</summary>
internal sealed class RawClient : IDisposable
{
    private const string Inbox = "_INBOX.raw";

    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private RawClient(TcpClient client) => (_client, _reader) = (client, new StreamReader(client.GetStream(), Encoding.UTF8));

    public static async Task<RawClient> ConnectAsync(string url)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(url).Port);
        var raw = new RawClient(client);
        await raw.SendAsync($"CONNECT {{\"headers\":true,\"no_responders\":true,\"verbose\":false,\"lang\":\"raw\",\"version\":\"1\"}}\r\nSUB {Inbox} 1\r\n");
        return raw;
    }

    /// <summary>Sends a request; the answer's headers and body as they came.</summary>
    /// <param name="headers">All bytes of the block.</param>
    public async Task<string> AskAsync(string subject, string headers, string body, CancellationToken cancellationToken)
    {
        var length = Encoding.UTF8.GetByteCount(headers);
        await SendAsync($"HPUB {subject} {Inbox} {length} {length + Encoding.UTF8.GetByteCount(body)}\r\n{headers}{body}\r\n");
        while (await _reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("PING", StringComparison.Ordinal))
            {
                await SendAsync("PONG\r\n");
            }
            else if (line.StartsWith("MSG ", StringComparison.Ordinal) || line.StartsWith("HMSG ", StringComparison.Ordinal))
            {
                var message = new char[int.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture)];
                await _reader.ReadBlockAsync(message, cancellationToken);
                return new string(message);
            }
            else if (line.StartsWith("-ERR", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }

    private async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
}
