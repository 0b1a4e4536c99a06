using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>Observations as they were stored, for those who have to catch up, and for this instance's own clock.</summary>
public sealed class ObservationReads(NpgsqlDataSource source)
{
    /// <summary>The most characters that a page holds, beyond its first observation: an answer has to fit into a message.</summary>
    private const int PageLength = 512 * 1024;

    /// <summary>What was stored after a cursor, in that order; nothing that is stored later comes before the cursor of the answer.</summary>
    /// <param name="of">Only those of this instance; null means all.</param>
    public async Task<ObservationPage> ReadAfterAsync(long after, int limit, string? of, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var command = source.CreateCommand(
            "SELECT position, body FROM observations WHERE position > $1 AND ($3 = '' OR instance_id = $3) ORDER BY position LIMIT $2")
            .With(after).With(limit + 1).With(of ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var observations = new List<string>();
        var length = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            var body = reader.GetString(1);
            length += body.Length;
            if (observations.Count == limit || (observations.Count > 0 && length > PageLength))
            {
                return new ObservationPage(observations, after, IsEnd: false);
            }

            observations.Add(body);
            after = reader.GetInt64(0);
        }

        return new ObservationPage(observations, after, IsEnd: true);
    }

    /// <summary>How many observations of an instance this database holds.</summary>
    public async Task<long> CountAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM observations WHERE instance_id = $1").With(instanceId);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>SHA-256 of the bytes that are kept under these ids; ids under which there is nothing are left out.</summary>
    public async Task<IReadOnlyDictionary<Ulid, byte[]>> ReadDigestsAsync(IReadOnlyCollection<Ulid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await using var command = source.CreateCommand("SELECT id, digest FROM observations WHERE id = ANY ($1)").With(ids.Select(static id => id.ToString()).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var digests = new Dictionary<Ulid, byte[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            digests.Add(Ulid.Parse(reader.GetString(0)), reader.GetFieldValue<byte[]>(1));
        }

        return digests;
    }

    /// <summary>
    /// The greatest stamp that an instance gave, up to a moment, with which its clock goes on after a restart; null before its first. Stamps beyond the moment were
    /// given to follow somebody's that was too far ahead, and moved no clock then either.
    /// </summary>
    public async Task<HybridTime?> ReadLastStampAsync(string instanceId, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT wall_ms, counter FROM observations WHERE instance_id = $1 AND wall_ms <= $2 ORDER BY wall_ms DESC, counter DESC LIMIT 1")
            .With(instanceId).With(upTo.ToUnixTimeMilliseconds());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new HybridTime(reader.GetInt64(0), reader.GetInt32(1)) : null;
    }
}
