using Npgsql;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Upkeep;

/// <summary>Once a day, forgets cached patterns that nobody answered again for long.</summary>
internal sealed class ForgetOldAnswers(PatternCache cache, MigrationState schema, TimeProvider time, ILogger<ForgetOldAnswers> logger) : DatabaseWorker(schema)
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await ForgetAsync(cancellationToken);
            await Task.Delay(Interval, time, cancellationToken);
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
