using System.Text;
using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>Observations of this instance that the authority has not acknowledged yet, oldest first. Days offline only make it longer.</summary>
public sealed class Outbox(NpgsqlDataSource source)
{
    /// <summary>The next to send; they stay until <see cref="RemoveAsync"/>. The observation's id is its message id.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT b.position, o.id, o.instance_id, o.body FROM outbox b JOIN observations o USING (position) ORDER BY b.position LIMIT $1").With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<OutboxEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new OutboxEntry(reader.GetInt64(0), Ulid.Parse(reader.GetString(1)), reader.GetString(2), Encoding.UTF8.GetBytes(reader.GetString(3))));
        }

        return entries;
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
}

/// <param name="Json">As it is to be published.</param>
public sealed record OutboxEntry(long Position, Ulid Id, string InstanceId, ReadOnlyMemory<byte> Json);

/// <param name="Oldest">Null when nothing waits.</param>
public sealed record OutboxBacklog(long Count, DateTimeOffset? Oldest);
