using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>The patterns among which the best are looked for: those with the best words and those with the nearest vectors.</summary>
internal static class PatternCandidates
{
    private const int FromEach = 100;

    private const string Filter =
        """
        (cardinality($1::text[]) = 0 OR kind = ANY ($1)) AND ($2::text = '' OR language IS NULL OR language = $2) AND (cardinality($3::text[]) = 0 OR tags @> $3)
        """;

    // The parameters' types have to be known also where they are not used.
    private const string Unfiltered = "$1::text[] IS NOT NULL AND $2::text IS NOT NULL AND $3::text[] IS NOT NULL";

    public static async Task<string[]> ReadAsync(
        NpgsqlConnection connection, PatternQuery query, string ranking, string choosing, (VectorModel Model, float[] Vector)? vector,
        CancellationToken cancellationToken)
    {
        var found = new HashSet<string>();
        if (choosing.Length > 0)
        {
            await using var words = WithFilter(new NpgsqlCommand(
                $"""
                SELECT pattern_id FROM pattern_texts WHERE terms @@ $4::text::tsquery AND {Filter}
                ORDER BY ts_rank_cd(terms, $5::text::tsquery, 1) DESC, pattern_id LIMIT {FromEach}
                """,
                connection), query).With(choosing).With(ranking);
            await AddAsync(found, words, cancellationToken);
        }

        if (vector is var (model, values))
        {
            await using (var effort = new NpgsqlCommand($"SET LOCAL hnsw.ef_search = {FromEach}", connection))
            {
                await effort.ExecuteNonQueryAsync(cancellationToken);
            }

            // Without a filter nothing is joined, so that nothing can keep the planner from the index.
            var join = query.Kinds is { Count: > 0 } || query.Language is { Length: > 0 } || query.Tags is { Count: > 0 }
                ? "JOIN pattern_texts t ON t.pattern_id = v.pattern_id" : "";
            await using var near = WithFilter(new NpgsqlCommand(
                $"""
                SELECT v.pattern_id FROM pattern_vectors v {join}
                WHERE v.model = {model.Id} AND v.embedding IS NOT NULL AND {(join.Length > 0 ? Filter : Unfiltered)}
                ORDER BY {model.Column} <=> $4::text::vector({model.Dimensions}) LIMIT {FromEach}
                """,
                connection), query).With(VectorModel.Text(values));
            await AddAsync(found, near, cancellationToken);
        }

        return [.. found];
    }

    private static NpgsqlCommand WithFilter(NpgsqlCommand command, PatternQuery query) => command
        .With(query.Kinds?.Select(static kind => kind.ToString()).ToArray() ?? [])
        .With(query.Language ?? "")
        .With(query.Tags?.ToArray() ?? []);

    private static async Task AddAsync(HashSet<string> found, NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetString(0));
        }
    }
}
