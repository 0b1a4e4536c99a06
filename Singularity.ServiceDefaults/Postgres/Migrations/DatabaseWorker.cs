using Microsoft.Extensions.Hosting;

namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>Works in the background from when the database is set up until the application stops, which ends it without an error.</summary>
public abstract class DatabaseWorker(MigrationState schema) : BackgroundService
{
    /// <summary>Runs once the tables are there.</summary>
    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await schema.WaitAsync(stoppingToken);
            await WorkAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
