using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Singularity.CentralCloud.Storage;
using Singularity.Contracts.CentralCloud;

namespace Singularity.CentralCloud.Instances;

/// <summary>Table <c>instances</c>.</summary>
internal sealed class InstanceStore(NpgsqlDataSource source, IOptions<CentralCloudOptions> options, ILogger<InstanceStore> logger)
{
    // A clock that is set back must not make an instance older than it was seen.
    private const string Upsert =
        """
        INSERT INTO instances AS known (id, name, version, environment, first_seen, last_seen) VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, environment = excluded.environment,
            last_seen = greatest(known.last_seen, excluded.last_seen)
        """;

    // An older instance does not count its backlog; what another said must not stand for it.
    private const string Touch = "UPDATE instances SET last_seen = greatest(last_seen, $2), backlog = $3, backlog_since = $4 WHERE id = $1";

    private string? _authority;

    public async Task<CentralInstance> UpsertAsync(InstanceHello hello, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(Upsert, connection)
            .With(hello.InstanceId).With(hello.Name).With(hello.Version).WithText(hello.Environment).With(now.ToUniversalTime()))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await NoteMachineAsync(connection, hello.InstanceId, hello.Machine, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (await ReadOneAsync(hello.InstanceId, now, cancellationToken))!;
    }

    /// <summary>Null for an instance that is not known.</summary>
    public async Task<CentralInstance?> TouchAsync(InstanceHeartbeat heartbeat, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(Touch, connection).With(heartbeat.InstanceId).With(now.ToUniversalTime()))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = heartbeat.Backlog ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
            command.Parameters.Add(new NpgsqlParameter { Value = heartbeat.BacklogSince?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return null;
            }
        }

        await NoteMachineAsync(connection, heartbeat.InstanceId, heartbeat.Machine, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await ReadOneAsync(heartbeat.InstanceId, now, cancellationToken);
    }

    public Task<List<CentralInstance>> ListAsync(string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync("i.id > $2", limit, now, static (command, id) => command.With(id), after ?? "", cancellationToken);

    private async Task<CentralInstance?> ReadOneAsync(string instanceId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await ReadAsync("i.id = $2", 1, now, static (command, id) => command.With(id), instanceId, cancellationToken)).SingleOrDefault() is { } instance
            ? instance with { Authority = _authority ??= await ReadAuthorityAsync(cancellationToken) }
            : null;

    private async Task<string> ReadAuthorityAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT id FROM authority");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task NoteMachineAsync(NpgsqlConnection connection, string id, string? machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (machine is not null && await InstanceMachines.NoteAsync(connection, id, machine, now, options.Value.ConflictWindow, cancellationToken))
        {
            InstanceLog.TwoMachines(logger, id, machine);
        }
    }

    private async Task<List<CentralInstance>> ReadAsync<T>(
        string where, int limit, DateTimeOffset now, Action<NpgsqlCommand, T> add, T value, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT i.id, i.name, i.version, i.first_seen, i.last_seen, i.environment, i.backlog, i.backlog_since,
                (SELECT count(*) FROM observations o WHERE o.instance_id = i.id),
                (SELECT string_agg(m.machine, ' and ' ORDER BY m.machine) FROM instance_machines m WHERE m.instance_id = i.id AND m.last_seen > $1
                    AND EXISTS (SELECT 1 FROM instance_machines r WHERE r.instance_id = i.id AND r.returned_at > $1))
            FROM instances i WHERE {where} ORDER BY i.id LIMIT {limit}
            """).With((now - options.Value.ConflictWindow).ToUniversalTime());
        add(command, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var instances = new List<CentralInstance>();
        while (await reader.ReadAsync(cancellationToken))
        {
            instances.Add(new CentralInstance(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                reader.GetInt64(8),
                reader.IsDBNull(9) ? null : InstanceMachines.Describe(reader.GetString(0), reader.GetString(9))));
        }

        return instances;
    }
}

internal static partial class InstanceLog
{
    [LoggerMessage(3002, LogLevel.Error, "Instance id {Id} is in use on two machines, {Machine} being one. Give one of them its own Knowledge:InstanceId.")]
    public static partial void TwoMachines(ILogger logger, string id, string machine);
}
