using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.CentralCloud.Ingest;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.CentralCloud.Promotions;

/// <summary>Publishes changes as they come, and those that a stop left over; scores promoted patterns anew now and then.</summary>
internal sealed class PromotionWorker(
    PromotePatterns promote, PublishPromotions publish, PromotionSignal signal, MigrationState schema, IOptions<CentralCloudOptions> options, TimeProvider time,
    ILogger<PromotionWorker> logger) : BackgroundService
{
    // Another instance of this service may have decided and died.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await schema.WaitAsync(stoppingToken);
            for (var due = time.GetUtcNow(); ; await signal.WaitAsync(Look, stoppingToken))
            {
                due = await RunAsync(due, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<DateTimeOffset> RunAsync(DateTimeOffset due, CancellationToken stoppingToken)
    {
        try
        {
            if (time.GetUtcNow() >= due)
            {
                await promote.RunAgainAsync(stoppingToken);
                due = time.GetUtcNow() + options.Value.PromotionPass;
            }

            await publish.RunAsync(stoppingToken);
        }
        catch (Exception exception) when ((exception is NatsException or OperationCanceledException || DatabaseFault.Passes(exception)) && !stoppingToken.IsCancellationRequested)
        {
            PromotionLog.Away(logger, exception);
        }

        return due;
    }
}
