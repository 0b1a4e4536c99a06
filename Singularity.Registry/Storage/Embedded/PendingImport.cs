using System.Data.Common;
using LiteDB;
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
            while (!await TryStoreAsync(stoppingToken))
            {
                await Task.Delay(Retry, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> TryStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pending = embedded.ReadPending();
            if (pending.Count == 0)
            {
                return true;
            }

            foreach (var package in pending)
            {
                await writes.StoreAsync(package, cancellationToken);
            }

            EmbeddedLog.PendingStored(logger, pending.Count);
            return true;
        }
        catch (EmbeddedFileException)
        {
            // The database has said it.
            return false;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or LiteException)
        {
            EmbeddedLog.PendingWaits(logger, Retry.TotalMilliseconds, exception.Message);
            return false;
        }
    }
}
