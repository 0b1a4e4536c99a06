using System.Data.Common;
using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Text;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>
/// Indexes snippets anew that an earlier version indexed by another <see cref="SearchTerms.Format"/>, one version of a package per transaction; searches go on meanwhile,
/// and find what is not done yet by words that both formats share.
/// </summary>
internal sealed class SearchUpgrade(NpgsqlDataSource dataSource, MigrationState migrations, TimeProvider timeProvider, ILogger<SearchUpgrade> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    // Instances share the work; a row that a writer holds is the writer's to index.
    private const string Next =
        """
        SELECT v.package_id, v.record::text FROM package_versions v WHERE v.search_format <> $1 LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            while (!await TryUpgradeAsync(stoppingToken))
            {
                await Task.Delay(Retry, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> TryUpgradeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = 0;
            while (await UpgradeOneAsync(cancellationToken))
            {
                count++;
            }

            if (count > 0)
            {
                StorageLog.SearchUpgraded(logger, count);
            }

            return true;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            StorageLog.SearchUpgradeWaits(logger, Retry.TotalMilliseconds, exception.Message);
            return false;
        }
    }

    private async Task<bool> UpgradeOneAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindNextAsync(connection, cancellationToken) is not var (id, record))
        {
            return false;
        }

        var snippets = await SnippetReader.ReadAsync(connection, id, record, cancellationToken);
        await SnippetWriter.WriteAsync(connection, id, new CollectedPackage(record, snippets), cancellationToken);
        await using var note = new NpgsqlCommand("UPDATE package_versions SET search_format = $3 WHERE package_id = $1 AND version = $2", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = record.Version },
                new NpgsqlParameter<short> { TypedValue = SearchTerms.Format },
            },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<(long Id, PackageRecord Record)?> FindNextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Next, connection) { Parameters = { new NpgsqlParameter<short> { TypedValue = SearchTerms.Format } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), Read(reader.GetString(1)))
            : null;
    }

    private static PackageRecord Read(string record) =>
        JsonSerializer.Deserialize(record, SingularityJson.Default.PackageRecord) ?? throw new JsonException("The stored record is the JSON value null.");
}
