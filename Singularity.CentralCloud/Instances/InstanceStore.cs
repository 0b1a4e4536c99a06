using Npgsql;
using Singularity.Contracts.CentralCloud;

namespace Singularity.CentralCloud.Instances;

/// <summary>Table <c>instances</c>.</summary>
internal sealed class InstanceStore(NpgsqlDataSource source)
{
    private const string Columns = "id, name, version, first_seen, last_seen";

    // A clock that is set back must not make an instance older than it was seen.
    public async Task<CentralInstance> UpsertAsync(InstanceHello hello, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            INSERT INTO instances AS known ({Columns}) VALUES ($1, $2, $3, $4, $4)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, last_seen = greatest(known.last_seen, excluded.last_seen)
            RETURNING {Columns}
            """);
        Add(command, hello.InstanceId, hello.Name, hello.Version, now.UtcDateTime);
        return (await ReadAsync(command, cancellationToken)).Single();
    }

    public async Task<CentralInstance?> TouchAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"UPDATE instances SET last_seen = greatest(last_seen, $2) WHERE id = $1 RETURNING {Columns}");
        Add(command, id, now.UtcDateTime);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    public async Task<List<CentralInstance>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM instances WHERE id > $1 ORDER BY id LIMIT $2");
        Add(command, after ?? "", limit);
        return await ReadAsync(command, cancellationToken);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM instances");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }

    private static async Task<List<CentralInstance>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var instances = new List<CentralInstance>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            instances.Add(new CentralInstance(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return instances;
    }
}
