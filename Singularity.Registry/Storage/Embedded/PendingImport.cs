using System.Data.Common;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Stores in PostgreSQL what the CLI collected while no server ran.</summary>
internal sealed class PendingImport(
    EmbeddedStore embedded, PackageWrites writes, MigrationState migrations, TimeProvider timeProvider, ILogger<PendingImport> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            while (true)
            {
                var pending = embedded.ReadPending();
                if (pending.Count == 0 || await TryStoreAsync(pending, stoppingToken))
                {
                    return;
                }

                await Task.Delay(Retry, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> TryStoreAsync(IReadOnlyList<CollectedPackage> pending, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var package in pending)
            {
                await writes.StoreAsync(package, cancellationToken);
            }

            EmbeddedLog.PendingStored(logger, pending.Count);
            return true;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            EmbeddedLog.PendingWaits(logger, Retry.TotalMilliseconds, exception.Message);
            return false;
        }
    }
}
