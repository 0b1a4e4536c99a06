using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Folds what <see cref="ObservationStore.StoreAsync"/> stored, each observation once, in the order in which they were stored. How far that has got is written in the
/// same transaction. Where observations come faster than they can be folded, storing goes first; and of many that are folded together a pattern is written once.
/// </summary>
public sealed class LaterFold(NpgsqlDataSource source)
{
    /// <summary>Folds the next observations.</summary>
    /// <param name="limit">The most of them, 1 to <see cref="ObservationStore.MaxBatch"/>.</param>
    /// <returns>What came of it; null when none waits.</returns>
    public async Task<FoldedPart?> RunAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, ObservationStore.MaxBatch);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Writer.TakeAsync(connection, cancellationToken);
        var (folded, _) = await ReadCursorAsync(connection, cancellationToken);
        var (observations, last) = await ReadNextAsync(connection, folded, limit, cancellationToken);
        if (observations.Count == 0)
        {
            return null;
        }

        var (changed, used) = await PatternRebuild.RunAsync(connection, observations, last, cancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE fold_cursor SET folded = $1", connection).With(last))
        {
            await write.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new FoldedPart(folded, last, observations.Count, changed, used);
    }

    /// <summary>Notes that what a part changed was acted on; a part whose predecessor was not acted on stays to be done again.</summary>
    public async Task SettleAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE fold_cursor SET settled = $2 WHERE settled = $1").With(after).With(upTo);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The patterns of observations that were folded and on which nobody has acted, as when a process was killed in between.</summary>
    /// <returns>Null when there are none.</returns>
    public async Task<UnsettledPart?> ReadUnsettledAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var (folded, settled) = await ReadCursorAsync(connection, cancellationToken);
        if (settled >= folded)
        {
            return null;
        }

        await using var command = new NpgsqlCommand("SELECT DISTINCT pattern_id FROM observations WHERE position > $1 AND position <= $2", connection)
            .With(settled).With(folded);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var patterns = new List<Ulid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            patterns.Add(Ulid.Parse(reader.GetString(0)));
        }

        return new UnsettledPart(settled, folded, patterns);
    }

    /// <summary>The next that is to be folded; null when none waits.</summary>
    public async Task<(long Position, string InstanceId, string Id, string Body)?> ReadFirstAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT position, instance_id, id, body FROM observations WHERE position > (SELECT folded FROM fold_cursor) ORDER BY position LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)) : null;
    }

    /// <summary>Takes out an observation that cannot be folded, so that those behind it can; once it is folded, it stays.</summary>
    public async Task RemoveAsync(long position, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM observations WHERE position = $1 AND position > (SELECT folded FROM fold_cursor)").With(position);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(long Folded, long Settled)> ReadCursorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT folded, settled FROM fold_cursor", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task<(List<Observation> Observations, long Last)> ReadNextAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT position, schema, id, pattern_id, instance_id, wall_ms, counter,
                CASE WHEN type = '{ObservationTypes.Used}' THEN (body -> 'used' ->> 'success')::boolean END,
                CASE WHEN type IS DISTINCT FROM '{ObservationTypes.Used}' THEN body END
            FROM observations WHERE position > $1 ORDER BY position LIMIT $2
            """,
            connection).With(after).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var observations = new List<Observation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            after = reader.GetInt64(0);
            observations.Add(await reader.IsDBNullAsync(8, cancellationToken) ? ReadUsed(reader) : StoredObservation.Parse(reader.GetFieldValue<byte[]>(8)));
        }

        return (observations, after);
    }

    // By far the most, and all that folding asks of them is in columns.
    private static Observation ReadUsed(NpgsqlDataReader row) => new()
    {
        Schema = row.GetInt32(1),
        Id = Ulid.Parse(row.GetString(2)),
        PatternId = Ulid.Parse(row.GetString(3)),
        InstanceId = row.GetString(4),
        Stamp = new HybridTime(row.GetInt64(5), row.GetInt32(6)),
        Used = new Used { Success = row.GetBoolean(7) },
    };
}

/// <summary>Observations that were folded together.</summary>
/// <param name="After">The position before the first of them.</param>
/// <param name="UpTo">The position of the last.</param>
/// <param name="Changed">The patterns that were folded anew.</param>
/// <param name="Used">The patterns of which nothing but the uses changed.</param>
public sealed record FoldedPart(long After, long UpTo, int Count, IReadOnlyList<Pattern> Changed, IReadOnlyList<UsedPattern> Used);

/// <param name="After">The position before the first of the observations.</param>
/// <param name="UpTo">The position of the last.</param>
/// <param name="Patterns">That they are about.</param>
public sealed record UnsettledPart(long After, long UpTo, IReadOnlyList<Ulid> Patterns);
