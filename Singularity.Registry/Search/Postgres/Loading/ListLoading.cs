using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres.Indexing;

namespace Singularity.Registry.Search.Postgres.Loading;

/// <summary>Puts packages of a list among those that can be found, and takes them out again.</summary>
internal sealed class ListLoading(NpgsqlDataSource dataSource, SearchVocabulary vocabulary)
{
    /// <summary>How long the indexing waits for the next part: longer than a part takes, and short enough when none comes.</summary>
    private const string Quiet = "interval '15 seconds'";

    private const string State =
        """
        SELECT (SELECT count(*) FROM search_documents), (SELECT count(*) FROM search_documents WHERE NOT collected),
            (SELECT count(*) FROM search_stale) + (SELECT count(*) FROM snippets_stale) + (SELECT count(*) FROM search_pending),
            NOT EXISTS (SELECT 1 FROM search_loads WHERE quiet_until > now()),
            EXISTS (SELECT 1 FROM embedding_models m LEFT JOIN pg_index i ON i.indexrelid = to_regclass('search_vectors_model_' || m.id)
                WHERE m.state <> 'retired' AND m.dimensions <= 2000 AND i.indisvalid IS DISTINCT FROM true),
            EXISTS (SELECT 1 FROM search_statistics WHERE kind = 'package'), EXISTS (SELECT 1 FROM embedding_models WHERE state = 'active')
        """;

    /// <summary>Stores one part in one transaction.</summary>
    public async Task<long> LoadAsync(LoadIndex part, CancellationToken cancellationToken)
    {
        // Of the same name the last counts.
        var rows = part.Rows.GroupBy(static row => row.Name, StringComparer.Ordinal).Select(static same => same.Last()).Select(row => Row(part.Ecosystem, row)).ToList();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var quiet = new NpgsqlCommand(
            $"INSERT INTO search_loads (quiet_until) VALUES (now() {(part.Last ? "" : "+ " + Quiet)}) ON CONFLICT (one) DO UPDATE SET quiet_until = excluded.quiet_until", connection))
        {
            await quiet.ExecuteNonQueryAsync(cancellationToken);
        }

        await IndexingLock.TakeAsync(connection, cancellationToken);
        var written = rows.Count == 0 ? 0 : await DocumentWriter.WriteAsync(connection, rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return written;
    }

    public async Task<SearchIndexState> ReadStateAsync(CancellationToken cancellationToken)
    {
        var features = await SearchFeatures.ReadAsync(dataSource, cancellationToken);
        await using var command = dataSource.CreateCommand(State);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (documents, waiting) = (reader.GetInt64(0), reader.GetInt64(2));
        var counted = reader.GetBoolean(3) && (documents == 0 || reader.GetBoolean(5));
        var whole = waiting == 0 && !reader.GetBoolean(4) && (documents == 0 || reader.GetBoolean(6));
        return new SearchIndexState(
            documents, reader.GetInt64(1), waiting, counted && (whole || !features.Vectors), features.Vectors ? null : SearchFeatures.NoVectors);
    }

    public async Task<long> ClearAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await IndexingLock.TakeAsync(connection, cancellationToken);
        await using var delete = new NpgsqlCommand("DELETE FROM search_documents WHERE NOT collected", connection) { CommandTimeout = 600 };
        var removed = await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    private DocumentRow Row(Ecosystem ecosystem, IndexRow row) => DocumentRow.Of(
        null,
        new IndexDocument("", row.Name, row.Summary.Replace("\0", "", StringComparison.Ordinal), Downloads: row.Downloads),
        new DocumentFacts(ecosystem, row.Version),
        vocabulary.Compounds);
}
