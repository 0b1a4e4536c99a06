using System.Net.Sockets;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Nats;

/// <summary>Connects as a client does, signs in, and waits for the answer to one PING.</summary>
internal sealed class NatsPing(NatsServerResource nats) : IHealthCheck
{
    private const int MaxLines = 8;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(nats.PrimaryEndpoint.Host, nats.PrimaryEndpoint.Port, cancellationToken);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            if (await reader.ReadLineAsync(cancellationToken) is not { } info || !info.StartsWith("INFO ", StringComparison.Ordinal))
                return HealthCheckResult.Unhealthy("The server did not introduce itself as NATS.");

            await stream.WriteAsync(await SignInAsync(cancellationToken), cancellationToken);
            for (var line = 0; line < MaxLines; line++)
            {
                var answer = await reader.ReadLineAsync(cancellationToken);
                if (answer == "PONG") return HealthCheckResult.Healthy();
                if (answer is null || answer.StartsWith("-ERR", StringComparison.Ordinal))
                    return HealthCheckResult.Unhealthy(answer ?? "The server closed the connection.");
            }

            return HealthCheckResult.Unhealthy("The server did not answer a PING.");
        }
        catch (Exception unreachable) when (unreachable is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(unreachable.Message, unreachable);
        }
    }

    private async Task<byte[]> SignInAsync(CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["verbose"] = false,
            ["pedantic"] = false,
            ["name"] = "health check",
            ["lang"] = ".NET",
            ["version"] = "1",
            ["user"] = await nats.UserNameReference.GetValueAsync(cancellationToken),
            ["pass"] = nats.PasswordParameter is { } password ? await password.GetValueAsync(cancellationToken) : null,
        };
        return [.. "CONNECT "u8, .. JsonSerializer.SerializeToUtf8Bytes(options), .. "\r\nPING\r\n"u8];
    }
}
