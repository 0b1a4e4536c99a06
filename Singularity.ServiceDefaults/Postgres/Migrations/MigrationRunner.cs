using Microsoft.Extensions.Logging;
using Npgsql;

namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>Applies what is missing, one service at a time, each file with its record in one transaction.</summary>
internal sealed class MigrationRunner(NpgsqlDataSource source, MigrationSet set, ILogger logger)
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long LockKey = 0x53494E47_4D494752;

    private readonly string _history = $"""
        CREATE TABLE IF NOT EXISTS {set.History} (
            version int PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """;

    /// <summary>Why the first of the optional files that are missing was left out in the last run; null when none was.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Returns the number of files applied.</summary>
    /// <exception cref="MigrationException">A file or the server makes it impossible; the text says what to do.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // Another service may be applying a long file; its work is waited for without a time-out.
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", 0, cancellationToken);
        try
        {
            await ExecuteAsync(connection, _history, 30, cancellationToken);
            var missing = Missing(await AppliedAsync(connection, cancellationToken));
            var applied = 0;
            LeftOut = null;
            foreach (var migration in missing)
            {
                if (await TryApplyAsync(connection, migration, cancellationToken))
                {
                    MigrationLog.Applied(logger, set.Database, migration.ToString());
                    applied++;
                }
            }

            // An extension's types are unknown to a data source that connected before it was there, whoever brought it.
            await source.ReloadTypesAsync(cancellationToken);

            return applied;
        }
        finally
        {
            // Also when cancelled, lest a pooled connection keep the lock; a broken one has lost it anyway.
            if (connection.FullState is System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", 5, CancellationToken.None);
            }
        }
    }

    private List<Migration> Missing(Dictionary<int, (string Name, string Checksum)> applied)
    {
        if (applied.Keys.Except(set.Migrations.Select(migration => migration.Version)).Order().ToList() is [var unknown, ..])
        {
            throw new MigrationException(
                $"Database {set.Database} was set up by a newer version of this software (it holds migration {unknown:D4}); start that version.");
        }

        var changed = set.Migrations.FirstOrDefault(
            migration => applied.TryGetValue(migration.Version, out var record) && record.Checksum != migration.Checksum);
        return changed is null
            ? [.. set.Migrations.Where(migration => !applied.ContainsKey(migration.Version))]
            : throw new MigrationException(
                $"Migration {changed} differs from what database {set.Database} was set up with. Restore the file, and put the change in a new one.");
    }

    private async Task<Dictionary<int, (string Name, string Checksum)>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<int, (string, string)>();
        await using var command = new NpgsqlCommand($"SELECT version, name, checksum FROM {set.History}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private async Task<bool> TryApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(connection, migration, cancellationToken);
            return true;
        }
        catch (MigrationException exception) when (set.Optional?.Contains(migration.Version) == true)
        {
            LeftOut ??= exception.Message;
            return false;
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, migration.Sql, 0, cancellationToken);
            await using var record = new NpgsqlCommand($"INSERT INTO {set.History} (version, name, checksum) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
            };
            await record.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (!exception.IsTransient)
        {
            throw MigrationProblem.Describe(exception, migration, set.Database, connection);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = timeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
