using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Runs the <see cref="SearchIndexer"/> behind the service's work.</summary>
internal sealed class SearchIndexing(
    SearchIndexer indexer, IOptions<SearchIndexingOptions> settings, MigrationState migrations, TimeProvider timeProvider, ILogger<SearchIndexing> logger) : BackgroundService
{
    private readonly SearchIndexingOptions _options = settings.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            string? known = null;
            while (true)
            {
                var problem = await RunAsync(stoppingToken);
                if (problem is not null && problem != known)
                {
                    SearchLog.IndexingWaits(logger, _options.Retry.TotalMilliseconds, problem);
                }

                known = problem;
                await Task.Delay(problem is null ? _options.Interval : _options.Retry, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await indexer.RunAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // A package was deleted while it was worked on: what is left is taken up again at once.
            return null;
        }
#pragma warning disable CA1031 // Search lags behind until the cause is gone; a fault of it must not end the service.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return exception.Message;
        }
    }
}
