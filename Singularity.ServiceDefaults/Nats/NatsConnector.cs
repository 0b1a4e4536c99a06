using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Connects at start rather than at the first request, without holding up the start.</summary>
internal sealed class NatsConnector(INatsConnection connection, ILogger<NatsConnector> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(stoppingToken);
        }
        catch (NatsException exception)
        {
            NatsLog.ConnectFailed(logger, exception);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
