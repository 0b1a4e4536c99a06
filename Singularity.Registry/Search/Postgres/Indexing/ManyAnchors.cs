using Npgsql;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>
/// Makes the anchors of all documents that want them at once, by reading every document once instead of asking for each name who mentions it: a tenth of the time that
/// <see cref="StaleDocuments"/> takes where most of the table wants it, as after a load. What comes out is the same.
/// </summary>
/// <param name="least">Fewer documents are left to <see cref="StaleDocuments"/>.</param>
internal sealed class ManyAnchors(NpgsqlDataSource dataSource, IndexOptions options, int least = ManyAnchors.Least)
{
    private const int Least = 20_000;

    /// <summary>Reading one name's mentions costs as much as reading so many documents.</summary>
    private const int Share = 10;

    private const string IsDue =
        """
        SELECT (SELECT count(*) FROM (SELECT 1 FROM search_stale WHERE anchors LIMIT $1) s) >= $1
            AND (SELECT count(*) FROM search_stale WHERE anchors) * $2 >= (SELECT count(*) FROM search_documents)
        """;

    // What was just loaded has no statistics, and without them the plans would be for a table of a few rows.
    // The marks are held from here on: who sets one while this works waits for its end, and it stays.
    private const string Prepare =
        """
        SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true);
        ANALYZE search_documents;
        CREATE TEMPORARY TABLE anchors_wanted (id bigint PRIMARY KEY) ON COMMIT DROP;
        CREATE TEMPORARY TABLE anchor_mentions (id bigint, document bigint) ON COMMIT DROP;
        CREATE TEMPORARY TABLE anchors_now (id bigint PRIMARY KEY, anchors text[]) ON COMMIT DROP;
        CREATE TEMPORARY TABLE anchors_changed (id bigint PRIMARY KEY, anchors text[]) ON COMMIT DROP;
        INSERT INTO anchors_wanted SELECT document_id FROM search_stale WHERE anchors FOR UPDATE;
        ANALYZE anchors_wanted;
        """;

    private const string Mention =
        """
        WITH mentioned AS (SELECT id AS document, unnest(mentions) AS name FROM search_documents),
        few AS (SELECT name, array_agg(document) AS documents FROM mentioned GROUP BY name HAVING count(*) BETWEEN $1 AND $2 + 1)
        INSERT INTO anchor_mentions
        SELECT t.id, document FROM few f JOIN search_documents t ON t.lookup = f.name COLLATE "C" JOIN anchors_wanted w ON w.id = t.id
        CROSS JOIN LATERAL unnest(array_remove(f.documents, t.id)) AS document WHERE cardinality(array_remove(f.documents, t.id)) BETWEEN $1 AND $2
        """;

    private const string Choose =
        """
        WITH said AS (
            SELECT m.id, word, count(*) AS times FROM anchor_mentions m JOIN search_documents s ON s.id = m.document
            CROSS JOIN LATERAL unnest(tsvector_to_array(ts_filter(s.terms, '{a,c}'))) AS word GROUP BY m.id, word HAVING count(*) >= $1),
        target AS (
            SELECT d.id, tsvector_to_array(ts_filter(d.terms, '{a,b,c}') || d.body) AS own FROM search_documents d WHERE d.id IN (SELECT id FROM said)),
        ranked AS (
            SELECT s.id, s.word, row_number() OVER (PARTITION BY s.id ORDER BY s.times DESC, s.word COLLATE "C") AS place
            FROM said s JOIN target t ON t.id = s.id WHERE s.word <> ALL (t.own))
        INSERT INTO anchors_now SELECT id, array_agg(word ORDER BY place) FROM ranked WHERE place <= $2 GROUP BY id
        """;

    private const string Compare =
        """
        INSERT INTO anchors_changed
        SELECT w.id, coalesce(n.anchors, '{}') FROM anchors_wanted w JOIN search_documents d ON d.id = w.id LEFT JOIN anchors_now n ON n.id = w.id
        WHERE d.anchors <> coalesce(n.anchors, '{}')
        """;

    // Whoever holds a document may be deleting it, and wait for a mark: such a document keeps its mark and is passed over.
    private const string Change =
        """
        WITH held AS (SELECT d.id FROM search_documents d JOIN anchors_changed c ON c.id = d.id ORDER BY d.id FOR UPDATE OF d SKIP LOCKED),
        written AS (
            UPDATE search_documents d SET anchors = c.anchors,
                terms = ts_filter(d.terms, '{a,b,c}') || coalesce((SELECT string_agg(quote_literal(a) || ':1D', ' ') FROM unnest(c.anchors) a), '')::tsvector
            FROM anchors_changed c JOIN held h ON h.id = c.id WHERE d.id = c.id RETURNING d.id)
        DELETE FROM anchors_wanted w USING anchors_changed c WHERE w.id = c.id AND c.id NOT IN (SELECT id FROM written)
        """;

    private const string Done = "UPDATE search_stale s SET anchors = false FROM anchors_wanted w WHERE s.document_id = w.id";

    /// <summary>Does it if enough wait; vectors go on waiting.</summary>
    public async Task RunWhenDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IsDueAsync(connection, cancellationToken) || !await IndexingLock.TryTakeAsync(connection, cancellationToken))
        {
            return;
        }

        await ExecuteAsync(connection, Prepare, cancellationToken);
        await ExecuteAsync(connection, Mention, cancellationToken, options.AnchorMentions, AnchorWords.MostMentions);
        await ExecuteAsync(connection, "ANALYZE anchor_mentions", cancellationToken);
        await ExecuteAsync(connection, Choose, cancellationToken, options.AnchorMentions, options.Anchors);
        await ExecuteAsync(connection, "ANALYZE anchors_now", cancellationToken);
        await ExecuteAsync(connection, Compare, cancellationToken);
        await ExecuteAsync(connection, "ANALYZE anchors_changed", cancellationToken);
        await ExecuteAsync(connection, Change, cancellationToken);
        await ExecuteAsync(connection, Done, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<bool> IsDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, IsDue, least, Share);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params int[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params int[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        }

        return command;
    }
}
