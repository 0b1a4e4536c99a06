using System.Globalization;
using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>How many documents there are, how long, and how many have each word: made anew from the tables.</summary>
internal sealed class CorpusStatistics(NpgsqlDataSource dataSource, SearchIndexingOptions options)
{
    public const string Package = "package";
    public const string Snippet = "snippet";

    /// <summary>Of more snippets than this a sample is counted.</summary>
    private const int MostSnippets = 50_000;

    private const string State =
        """
        SELECT (SELECT version FROM search_statistics WHERE kind = 'package'), (SELECT extract(epoch FROM now() - refreshed_at)::float8 FROM search_statistics WHERE kind = 'package'),
            (SELECT documents FROM search_statistics WHERE kind = 'package'), (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM search_revisions),
            (SELECT count(*) FROM search_documents)
        """;

    // Words of two or more are kept: a word that is not there counts as one document's.
    private const string Packages =
        """
        INSERT INTO search_statistics (kind, documents, name_lengths, summary_lengths, body_lengths, version, refreshed_at)
        SELECT 'package', count(*), coalesce(sum(name_length), 0), coalesce(sum(summary_length), 0), coalesce(sum(body_length), 0),
            (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM search_revisions), now() FROM search_documents
        ON CONFLICT (kind) DO UPDATE SET documents = excluded.documents, name_lengths = excluded.name_lengths, summary_lengths = excluded.summary_lengths,
            body_lengths = excluded.body_lengths, version = excluded.version, refreshed_at = excluded.refreshed_at;
        DELETE FROM search_terms WHERE kind = 'package';
        INSERT INTO search_terms (kind, term, documents) SELECT 'package', word, ndoc
        FROM ts_stat($$SELECT CASE WHEN body_length = 0 THEN ts_filter(terms, '{a,b,c}') ELSE ts_filter(terms, '{a,b,c}') || body END FROM search_documents$$) WHERE ndoc > 1;
        """;

    private static string Snippets(double share)
    {
        var percent = (share * 100).ToString("R", CultureInfo.InvariantCulture);
        var times = (1 / share).ToString("R", CultureInfo.InvariantCulture);
        return $$"""
            WITH sample AS (SELECT search FROM snippets TABLESAMPLE SYSTEM ({{percent}})),
            counted AS (
                SELECT count(*) AS sampled, coalesce(sum(length(ts_filter(search, '{a}'))), 0) AS names, coalesce(sum(length(ts_filter(search, '{b}'))), 0) AS summaries,
                    coalesce(sum(length(ts_filter(search, '{c}'))), 0) AS bodies FROM sample)
            INSERT INTO search_statistics (kind, documents, name_lengths, summary_lengths, body_lengths, version, refreshed_at)
            SELECT 'snippet', (sampled * {{times}})::bigint, (names * {{times}})::bigint, (summaries * {{times}})::bigint, (bodies * {{times}})::bigint,
                (SELECT version FROM search_statistics WHERE kind = 'package'), now() FROM counted
            ON CONFLICT (kind) DO UPDATE SET documents = excluded.documents, name_lengths = excluded.name_lengths, summary_lengths = excluded.summary_lengths,
                body_lengths = excluded.body_lengths, version = excluded.version, refreshed_at = excluded.refreshed_at;
            DELETE FROM search_terms WHERE kind = 'snippet';
            INSERT INTO search_terms (kind, term, documents) SELECT 'snippet', word, (ndoc * {{times}})::bigint
            FROM ts_stat('SELECT search FROM snippets TABLESAMPLE SYSTEM ({{percent}})') WHERE ndoc > 1;
            """;
    }

    /// <summary>Makes them anew if enough changed since.</summary>
    /// <param name="idle">Whether nothing else waits.</param>
    public async Task<bool> RefreshWhenDueAsync(bool idle, CancellationToken cancellationToken)
    {
        if (!await IsDueAsync(idle, cancellationToken))
        {
            return false;
        }

        await RefreshAsync(cancellationToken);
        return true;
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IndexingLock.TryTakeAsync(connection, cancellationToken))
        {
            return;
        }

        await ExecuteAsync(connection, Packages, cancellationToken);
        await using var count = new NpgsqlCommand("SELECT greatest(reltuples, 0)::float8 FROM pg_class WHERE oid = 'snippets'::regclass", connection);
        var share = Math.Clamp(MostSnippets / Math.Max(1.0, (double)(await count.ExecuteScalarAsync(cancellationToken))!), 0.0001, 1);
        await ExecuteAsync(connection, Snippets(share), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await using var analyze = new NpgsqlCommand("ANALYZE search_documents", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> IsDueAsync(bool idle, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(State);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (revision, now) = (reader.GetInt64(3), reader.GetInt64(4));
        if (await reader.IsDBNullAsync(0, cancellationToken))
        {
            return now > 0;
        }

        // A deletion takes no revision; it shows in the number.
        var changed = Math.Max(revision - reader.GetInt64(0), Math.Abs(now - reader.GetInt64(2)));
        return changed > 0 && (changed >= options.StatisticsShare * Math.Max(1, reader.GetInt64(2)) || (idle && reader.GetDouble(1) > options.StatisticsAge.TotalSeconds));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
