using System.Globalization;
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

    /// <summary>Words and vectors are looked for at the same time, which two processors of the server do in the time of one.</summary>
    public static async Task<string[]> ReadAsync(
        NpgsqlDataSource source, PatternQuery query, string ranking, WordPlan plan, (VectorModel Model, float[] Vector)? vector, CancellationToken cancellationToken)
    {
        var near = vector is var (model, values) ? ReadNearAsync(source, query, model, values, cancellationToken) : Task.FromResult<HashSet<string>>([]);
        var found = ReadWordsAsync(source, query, ranking, plan, cancellationToken);
        await Task.WhenAll(found, near);
        return [.. (await found).Union(await near)];
    }

    private static async Task<HashSet<string>> ReadWordsAsync(
        NpgsqlDataSource source, PatternQuery query, string ranking, WordPlan plan, CancellationToken cancellationToken)
    {
        // ts_rank costs a tenth of ts_rank_cd, which ranks what is chosen here.
        var found = new HashSet<string>();
        if (plan.Newest is { } newest)
        {
            await using var words = WithFilter(source.CreateCommand(
                $"""
                SELECT pattern_id FROM (
                    SELECT * FROM (SELECT pattern_id, kind, language, tags, terms FROM pattern_texts ORDER BY pattern_id DESC LIMIT {WordPlan.Walk}) t
                    WHERE terms @@ $5::text::tsquery AND {Filter} LIMIT {WordPlan.Budget}) t
                ORDER BY ts_rank(terms, $4::text::tsquery, 1) DESC, pattern_id LIMIT {FromEach}
                """), query).With(ranking).With(newest);
            await AddAsync(found, words, cancellationToken);
        }

        // Where fewer of the newest have all words than was thought, the others are looked for in the index.
        if (plan.Parts.Count > 0 && found.Count < FromEach)
        {
            // A text that several parts find is there once: its rank is the same.
            await using var words = WithFilter(source.CreateCommand(
                $"""
                SELECT pattern_id FROM ({string.Join("\nUNION\n", plan.Parts.Select(static (part, at) => Part(at + 5, part.Limit)))}) t
                ORDER BY rank DESC, pattern_id LIMIT {FromEach}
                """), query).With(ranking);
            foreach (var part in plan.Parts)
            {
                words.With(part.Query);
            }

            await AddAsync(found, words, cancellationToken);
        }

        return found;
    }

    private static async Task<HashSet<string>> ReadNearAsync(
        NpgsqlDataSource source, PatternQuery query, VectorModel model, float[] values, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // For the setting, which ends with it.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
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
        var found = new HashSet<string>();
        await AddAsync(found, near, cancellationToken);
        return found;
    }

    private static string Part(int parameter, int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"(SELECT pattern_id, ts_rank(terms, $4::text::tsquery, 1) AS rank FROM pattern_texts WHERE terms @@ ${parameter}::text::tsquery AND {Filter} LIMIT {limit})");

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
