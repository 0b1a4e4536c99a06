using System.Data.Common;
using Microsoft.Extensions.Options;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Importing;

/// <summary>Works off imports for as long as the service runs, also those that another instance or an earlier run began.</summary>
internal sealed class ImportService(
    ImportRunner runner, IImportJobs jobs, MigrationState migrations, IOptions<ImportOptions> options, TimeProvider time, ILogger<ImportService> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            await ForgetAsync(stoppingToken);
            await runner.RunAsync(static () => Task.FromResult(false), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jobs.ForgetAsync(time.GetUtcNow() - options.Value.Keep, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            ImportLog.StoreDown(logger, exception.Message);
        }
    }
}
