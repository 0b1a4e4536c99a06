using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Reads packages that were written since into search_documents, a batch per transaction.</summary>
internal sealed class PendingPackages(NpgsqlDataSource dataSource, SearchVocabulary vocabulary, ILogger<PendingPackages> logger)
{
    private const int Batch = 100;

    private const string Take = "SELECT id, package_id FROM search_pending ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED";

    // The version shown is the head, else the one collected last.
    private const string Shown =
        """
        SELECT p.id, v.record::text FROM packages p JOIN LATERAL (
            SELECT * FROM package_versions v WHERE v.package_id = p.id
            ORDER BY (v.version = p.head_version) DESC NULLS LAST, v.collected_at DESC LIMIT 1) v ON true
        WHERE p.id = ANY ($1)
        """;

    private const string Done =
        """
        WITH done AS (DELETE FROM search_pending WHERE id = ANY ($1) RETURNING package_id, version)
        INSERT INTO snippets_stale (package_id, version)
        SELECT DISTINCT d.package_id, d.version FROM done d JOIN package_versions v ON v.package_id = d.package_id AND v.version = d.version
        WHERE v.snippet_count > 0 ON CONFLICT DO NOTHING
        """;

    /// <returns>How many packages were read; 0 when none waits, or another instance works on them.</returns>
    public async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IndexingLock.TryTakeAsync(connection, cancellationToken))
        {
            return 0;
        }

        var (pending, packages) = await TakeAsync(connection, cancellationToken);
        if (pending.Count == 0)
        {
            return 0;
        }

        var rows = await ReadRowsAsync(connection, [.. packages], cancellationToken);
        await DocumentWriter.WriteAsync(connection, rows, cancellationToken);
        await using var done = new NpgsqlCommand(Done, connection) { Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. pending] } } };
        await done.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return packages.Count;
    }

    private static async Task<(List<long> Pending, HashSet<long> Packages)> TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(Take, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = Batch } } };
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        var pending = new List<long>();
        var packages = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            pending.Add(reader.GetInt64(0));
            packages.Add(reader.GetInt64(1));
        }

        return (pending, packages);
    }

    private async Task<List<DocumentRow>> ReadRowsAsync(NpgsqlConnection connection, long[] packages, CancellationToken cancellationToken)
    {
        await using var shown = new NpgsqlCommand(Shown, connection) { Parameters = { new NpgsqlParameter<long[]> { TypedValue = packages } } };
        await using var reader = await shown.ExecuteReaderAsync(cancellationToken);
        var rows = new List<DocumentRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Read(reader.GetInt64(0), reader.GetString(1)) is { } record)
            {
                rows.Add(DocumentRow.Of(reader.GetInt64(0), record, vocabulary.Compounds));
            }
        }

        return rows;
    }

    // One that a later version wrote must not keep all others waiting.
    private PackageRecord? Read(long package, string record)
    {
        try
        {
            return JsonSerializer.Deserialize(record, SingularityJson.Default.PackageRecord);
        }
        catch (JsonException exception)
        {
            SearchLog.RecordUnread(logger, package, exception.Message);
            return null;
        }
    }
}
