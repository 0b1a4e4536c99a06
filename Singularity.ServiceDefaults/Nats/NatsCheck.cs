using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Healthy when the server answers a ping now.</summary>
internal sealed class NatsCheck(INatsConnection connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connection.ConnectionState is not NatsConnectionState.Open)
        {
            return HealthCheckResult.Unhealthy($"not connected ({connection.ConnectionState})");
        }

        try
        {
            await connection.PingAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NatsException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
