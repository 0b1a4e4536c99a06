using Npgsql;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Upkeep;

/// <summary>Once a day, forgets cached patterns that nobody answered again for long.</summary>
internal sealed class ForgetOldAnswers(PatternCache cache, MigrationState schema, TimeProvider time, ILogger<ForgetOldAnswers> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await schema.WaitAsync(stoppingToken);
            while (true)
            {
                await ForgetAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
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
            if (await cache.ForgetOldAsync(cancellationToken) is > 0 and var count)
            {
                UpkeepLog.Forgotten(logger, count);
            }
        }
        catch (NpgsqlException exception)
        {
            UpkeepLog.NotForgotten(logger, exception);
        }
    }
}
