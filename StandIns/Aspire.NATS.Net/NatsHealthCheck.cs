using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;

namespace Aspire.NATS.Net;

/// <summary>Healthy when connected, degraded while connecting. A connection that nobody has used yet is tried.</summary>
internal sealed class NatsHealthCheck(INatsConnection connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        connection.ConnectionState switch
        {
            NatsConnectionState.Open => HealthCheckResult.Healthy(),
            NatsConnectionState.Connecting or NatsConnectionState.Reconnecting => HealthCheckResult.Degraded(),
            NatsConnectionState.Closed => await TryConnectAsync(),
            _ => new HealthCheckResult(context.Registration.FailureStatus),
        };

    private async Task<HealthCheckResult> TryConnectAsync()
    {
        try
        {
            await connection.ConnectAsync();
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NatsException or ObjectDisposedException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
