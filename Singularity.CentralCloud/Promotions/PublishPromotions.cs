using System.Text.Json;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Singularity.CentralCloud.Storage;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Promotions;

/// <summary>
/// Publishes what the table says and was not published yet. A row is locked while that is done, so that of several instances of this service one does it, and marked when
/// the server has the message: killed in between, it is published again.
/// </summary>
internal sealed class PublishPromotions(
    NpgsqlDataSource source, INatsConnection connection, Subjects subjects, IOptions<CentralCloudOptions> options, ILogger<PublishPromotions> logger)
{
    private const int Page = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns how many were published.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            var count = await PublishPageAsync(cancellationToken);
            total += count;
            if (count < Page)
            {
                return total;
            }
        }
    }

    private async Task<int> PublishPageAsync(CancellationToken cancellationToken)
    {
        await using var database = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await database.BeginTransactionAsync(cancellationToken);
        var changes = await ReadAsync(database, cancellationToken);
        if (changes.Count == 0)
        {
            return 0;
        }

        foreach (var change in changes)
        {
            try
            {
                await connection.PublishAsync(subjects.PatternPromoted, change, cancellationToken: cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
                PromotionLog.Published(logger, change.Pattern.Id.ToString(), change.IsPromoted);
            }
            catch (NatsPayloadTooLargeException exception)
            {
                PromotionLog.TooLarge(logger, change.Pattern.Id.ToString(), exception);
            }
        }

        // The server has what was sent before a ping that it answers.
        await connection.PingAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        await using var mark = new NpgsqlCommand("UPDATE promotions SET is_published = true WHERE pattern_id = ANY ($1)", database)
            .With(changes.Select(static c => c.Pattern.Id.ToString()).ToArray());
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changes.Count;
    }

    private async Task<List<PatternPromoted>> ReadAsync(NpgsqlConnection database, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT p.view, u.own, u.merged, r.score, r.demoted_at IS NULL, greatest(r.promoted_at, r.demoted_at)
            FROM promotions r JOIN patterns p ON p.id = r.pattern_id LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            WHERE NOT r.is_published ORDER BY 6, r.pattern_id LIMIT $1 FOR UPDATE OF r SKIP LOCKED
            """,
            database).With(Page);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changes = new List<PatternPromoted>();
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Add(new PatternPromoted(
                PatternReads.Parse(reader, 0),
                JsonSerializer.Deserialize(reader.GetString(3), SingularityJson.Default.PatternScore)!,
                reader.GetBoolean(4),
                options.Value.Name,
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return changes;
    }
}

internal static partial class PromotionLog
{
    [LoggerMessage(3030, LogLevel.Information, "Pattern {Id} is broadcast; promoted: {IsPromoted}.")]
    public static partial void Published(ILogger logger, string id, bool isPromoted);

    [LoggerMessage(3031, LogLevel.Error, "Pattern {Id} is larger than the NATS server takes, and is not broadcast; those who ask for it are answered.")]
    public static partial void TooLarge(ILogger logger, string id, Exception exception);

    [LoggerMessage(3032, LogLevel.Warning, "Promotions are decided and broadcast later, since the database or NATS is away.")]
    public static partial void Away(ILogger logger, Exception exception);
}
