using NATS.Client.Core;
using Npgsql;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Upkeep;

/// <summary>
/// Caches what CentralCloud promotes, so that it is found here before anybody asks for it. One that is demoted is left to expire; one that is retracted is forgotten.
/// </summary>
internal sealed class PromotedPatterns(
    INatsConnection connection,
    Subjects subjects,
    PatternCache cache,
    VectorUpkeep vectors,
    MigrationState schema,
    TimeProvider time,
    ILogger<PromotedPatterns> logger) : DatabaseWorker(schema)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await ListenAsync(cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in connection.SubscribeAsync<PatternPromoted>(subjects.PatternPromoted, cancellationToken: cancellationToken))
            {
                if (message is { Error: null, Data: { Pattern: { } pattern } promoted } && ToldPatterns.IsSound(pattern) && ToldPatterns.Name(promoted.Authority) is { } authority)
                {
                    await TakeAsync(promoted, authority, cancellationToken);
                }
                else
                {
                    UpkeepLog.NotReadable(logger);
                }
            }
        }
        catch (NatsException exception)
        {
            UpkeepLog.NotSubscribed(logger, exception);
        }
    }

    private async Task TakeAsync(PatternPromoted promoted, string authority, CancellationToken cancellationToken)
    {
        if (!promoted.IsPromoted && promoted.Pattern.State is PatternState.Live)
        {
            return;
        }

        try
        {
            await cache.StoreAsync(authority, [promoted.Pattern], cancellationToken);
            _ = vectors.RequestAsync();
        }
        catch (NpgsqlException exception)
        {
            UpkeepLog.NotCached(logger, exception);
        }
    }
}
