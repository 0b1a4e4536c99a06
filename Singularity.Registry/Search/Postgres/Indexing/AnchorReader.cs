using Npgsql;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>What other packages' summaries say beside a package's name, chosen as <see cref="AnchorWords"/> chooses.</summary>
internal static class AnchorReader
{
    private const string Choose =
        """
        WITH target AS (
            SELECT id, lookup, tsvector_to_array(ts_filter(terms, '{a,b,c}') || body) AS own FROM search_documents WHERE id = ANY ($1)),
        mention AS (
            SELECT t.id, array_agg(m.id) AS documents FROM target t CROSS JOIN LATERAL (
                SELECT s.id FROM search_documents s WHERE s.mentions @> ARRAY[t.lookup COLLATE "default"] AND s.id <> t.id LIMIT $2 + 1) m
            GROUP BY t.id HAVING count(*) BETWEEN $3 AND $2),
        said AS (
            SELECT m.id, word, count(*) AS times
            FROM mention m CROSS JOIN unnest(m.documents) AS document JOIN search_documents s ON s.id = document
            CROSS JOIN LATERAL unnest(tsvector_to_array(ts_filter(s.terms, '{a,c}'))) AS word
            GROUP BY m.id, word HAVING count(*) >= $3),
        ranked AS (
            SELECT s.id, s.word, row_number() OVER (PARTITION BY s.id ORDER BY s.times DESC, s.word COLLATE "C") AS place
            FROM said s JOIN target t ON t.id = s.id WHERE s.word <> ALL (t.own))
        SELECT id, array_agg(word ORDER BY place) FROM ranked WHERE place <= $4 GROUP BY id
        """;

    /// <summary>Of these documents; those of which nothing is said are not in the answer.</summary>
    public static async Task<Dictionary<long, string[]>> ReadAsync(
        NpgsqlConnection connection, long[] documents, IndexOptions options, CancellationToken cancellationToken)
    {
        var anchors = new Dictionary<long, string[]>();
        if (documents.Length == 0)
        {
            return anchors;
        }

        // A bound on a list's length makes reading the whole table look cheaper than it is.
        await using (var settings = new NpgsqlCommand("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var choose = new NpgsqlCommand(Choose, connection)
        {
            CommandTimeout = 300,
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = documents }, new NpgsqlParameter<int> { TypedValue = AnchorWords.MostMentions },
                new NpgsqlParameter<int> { TypedValue = options.AnchorMentions }, new NpgsqlParameter<int> { TypedValue = options.Anchors },
            },
        };
        await using var reader = await choose.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            anchors.Add(reader.GetInt64(0), reader.GetFieldValue<string[]>(1));
        }

        return anchors;
    }
}
