using System.Text.Json;
using Npgsql;
using Singularity.CentralCloud.Storage;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Promotions;

/// <summary>Table <c>promotions</c>.</summary>
internal sealed class PromotionStore(NpgsqlDataSource source)
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long LockKey = 0x53494E47_50524F4D;

    /// <summary>Which of the patterns are promoted.</summary>
    public async Task<HashSet<Ulid>> ReadPromotedAsync(IEnumerable<Ulid> ids, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT pattern_id FROM promotions WHERE demoted_at IS NULL AND pattern_id = ANY ($1)").With(Texts(ids));
        return await ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>A page of those that are promoted, by id.</summary>
    public async Task<List<Ulid>> ListPromotedAsync(Ulid? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT pattern_id FROM promotions WHERE demoted_at IS NULL AND pattern_id > $1 ORDER BY pattern_id LIMIT $2").With(after?.ToString() ?? "").With(limit);
        return [.. await ReadIdsAsync(command, cancellationToken)];
    }

    /// <summary>
    /// Decides about patterns as they stand in the database, one decider at a time: with what a caller read before, an older view could undo what a newer one decided.
    /// </summary>
    /// <param name="decide">From whether it is promoted and the pattern to whether it should be, and the score.</param>
    /// <returns>How many changed.</returns>
    public async Task<int> DecideAsync(
        IReadOnlyCollection<Ulid> ids, Func<bool, Pattern, (bool Promoted, PatternScore Score)> decide, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(LockKey))
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        var changes = new List<(string Id, bool Promoted, string Score)>();
        await using (var read = new NpgsqlCommand(
            """
            SELECT p.view, u.own, u.merged, r.pattern_id IS NOT NULL FROM patterns p LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            LEFT JOIN promotions r ON r.pattern_id = p.id AND r.demoted_at IS NULL WHERE p.id = ANY ($1) ORDER BY p.id
            """,
            connection).With(Texts(ids)))
        {
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var pattern = PatternReads.Parse(reader, 0);
                var (promoted, score) = decide(reader.GetBoolean(3), pattern);
                if (promoted != reader.GetBoolean(3))
                {
                    changes.Add((pattern.Id.ToString(), promoted, JsonSerializer.Serialize(score, SingularityJson.Default.PatternScore)));
                }
            }
        }

        await WriteAsync(connection, changes, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changes.Count;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<(string Id, bool Promoted, string Score)> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var write = new NpgsqlCommand(
            """
            INSERT INTO promotions AS known (pattern_id, promoted_at, demoted_at, score, is_published)
            SELECT i.id, $4, CASE WHEN i.promoted THEN NULL ELSE $4 END, i.score::json, false FROM unnest($1::text[], $2::boolean[], $3::text[]) AS i (id, promoted, score)
            ON CONFLICT (pattern_id) DO UPDATE SET promoted_at = CASE WHEN excluded.demoted_at IS NULL THEN excluded.promoted_at ELSE known.promoted_at END,
                demoted_at = excluded.demoted_at, score = excluded.score, is_published = false
            """,
            connection)
            .With(changes.Select(static c => c.Id).ToArray())
            .With(changes.Select(static c => c.Promoted).ToArray())
            .With(changes.Select(static c => c.Score).ToArray())
            .With(now.ToUniversalTime());
        await write.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string[] Texts(IEnumerable<Ulid> ids) => [.. ids.Select(static id => id.ToString())];

    private static async Task<HashSet<Ulid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new HashSet<Ulid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(Ulid.Parse(reader.GetString(0)));
        }

        return ids;
    }
}
