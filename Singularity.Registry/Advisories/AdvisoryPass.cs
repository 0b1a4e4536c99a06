using System.Data.Common;
using LiteDB;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Advisories;

/// <summary>Brings stored packages up to the stored advisories: at the start, where a load was interrupted, and when the API brought something new.</summary>
internal sealed class AdvisoryPass(AdvisoryApplier applier, AdvisoryChanges changes, MigrationState migrations, TimeProvider time, ILogger<AdvisoryPass> logger)
    : BackgroundService
{
    private const int Part = 500;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            while (true)
            {
                while (!await TryApplyAsync(stoppingToken))
                {
                    await Task.Delay(Retry, time, stoppingToken);
                }

                await changes.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> TryApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await applier.ApplyAsync(Part, cancellationToken) is { Pending: > 0 })
            {
            }

            return true;
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            AdvisoryLog.ApplyWaits(logger, Retry.TotalMilliseconds, exception.Message);
            return false;
        }
    }
}
