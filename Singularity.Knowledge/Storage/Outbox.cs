using System.Text;
using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>Observations of this instance that the authority has not acknowledged yet, oldest first. Days offline only make it longer.</summary>
public sealed class Outbox(NpgsqlDataSource source)
{
    // Each row is checked against its observation: about ten seconds for a million.
    private static readonly TimeSpan LongestEnqueue = TimeSpan.FromMinutes(10);

    /// <summary>The next to send; they stay until <see cref="RemoveAsync"/>. The observation's id is its message id.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT b.position, o.id, o.instance_id, o.body FROM outbox b JOIN observations o USING (position) ORDER BY b.position LIMIT $1").With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The next that were observed under one id, after a position.</summary>
    /// <param name="instanceId">An instance that was given another id still has observations under the former one; they must not stand before its own.</param>
    /// <param name="after">0, or the last position of the batch before, so that one entry that is refused does not hold up the rest.</param>
    public async Task<IReadOnlyList<OutboxEntry>> ReadOfAsync(string instanceId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT b.position, o.id, o.instance_id, o.body FROM outbox b JOIN observations o USING (position)
            WHERE b.position > $2 AND o.instance_id = $1 ORDER BY b.position LIMIT $3
            """).With(instanceId).With(after).With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>How many wait under each other id than this.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountOthersAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT o.instance_id, count(*) FROM outbox b JOIN observations o USING (position) WHERE o.instance_id <> $1 GROUP BY 1").With(instanceId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return counts;
    }

    /// <summary>
    /// Notes who gathers what is observed here. When it is another than before, everything that was ever observed here, under whatever id, is put in again, and what was
    /// read of the other's observations is forgotten: all of it or nothing.
    /// </summary>
    /// <returns>How many more wait now; null when it is the same as before.</returns>
    public async Task<long?> EnqueueAgainAsync(string authority, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            WITH changed AS (UPDATE instance SET authority = $1 WHERE authority IS DISTINCT FROM $1 RETURNING id),
            queued AS (
                INSERT INTO outbox (position) SELECT o.position FROM observations o JOIN instance_ids i ON i.id = o.instance_id
                WHERE EXISTS (SELECT FROM changed) ORDER BY o.position ON CONFLICT DO NOTHING RETURNING position),
            forgotten AS (DELETE FROM sync_cursors WHERE EXISTS (SELECT FROM changed))
            SELECT (SELECT count(*) FROM changed), (SELECT count(*) FROM queued)
            """).With(authority);
        command.CommandTimeout = (int)LongestEnqueue.TotalSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0) == 0 ? null : reader.GetInt64(1);
    }

    /// <summary>Takes out what was acknowledged.</summary>
    public async Task RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM outbox WHERE position = ANY ($1)").With(positions.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many wait, and since when the first does by its own stamp.</summary>
    public async Task<OutboxBacklog> ReadBacklogAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT count(*), min(o.wall_ms) FROM outbox b JOIN observations o USING (position)");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxBacklog(
            reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)));
    }

    private static async Task<List<OutboxEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<OutboxEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new OutboxEntry(reader.GetInt64(0), Ulid.Parse(reader.GetString(1)), reader.GetString(2), Encoding.UTF8.GetBytes(reader.GetString(3))));
        }

        return entries;
    }
}

/// <param name="Json">As it is to be published.</param>
public sealed record OutboxEntry(long Position, Ulid Id, string InstanceId, ReadOnlyMemory<byte> Json);

/// <param name="Oldest">Null when nothing waits.</param>
public sealed record OutboxBacklog(long Count, DateTimeOffset? Oldest);
