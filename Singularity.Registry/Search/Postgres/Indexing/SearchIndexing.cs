using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Options;
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
        catch (Exception exception) when (exception is DbException or TimeoutException or JsonException or InvalidOperationException or ArgumentException)
        {
            return exception.Message;
        }
    }
}
