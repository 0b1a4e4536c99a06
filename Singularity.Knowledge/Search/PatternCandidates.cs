using System.Globalization;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>The patterns among which the best are looked for: those with the best words and those with the nearest vectors.</summary>
internal static class PatternCandidates
{
    /// <summary>So many are taken of either.</summary>
    public const int FromEach = 100;

    private const string Filter =
        """
        (cardinality($1::text[]) = 0 OR kind = ANY ($1)) AND ($2::text = '' OR language IS NULL OR language = $2) AND (cardinality($3::text[]) = 0 OR tags @> $3)
        """;

    // ts_rank costs a tenth of ts_rank_cd, which ranks what is chosen here. Selected by itself, the query is read from its text once, not for each row.
    private const string Rank = "ts_rank(terms, (SELECT $4::text::tsquery), 1)";

    // The parameters' types have to be known also where they are not used.
    private const string Unfiltered = "$1::text[] IS NOT NULL AND $2::text IS NOT NULL AND $3::text[] IS NOT NULL";

    /// <summary>
    /// Words and vectors are looked for and scored at the same time, which two processors of the server do in the time of one. What both find is scored twice, which costs less than
    /// to wait for each other.
    /// </summary>
    public static async Task<List<ScoredCandidate>> ReadAsync(
        NpgsqlDataSource source, PatternQuery query, string ranking, WordPlan plan, (VectorModel Model, float[] Vector)? vector, CancellationToken cancellationToken)
    {
        var near = vector is var (model, values) ? ScoreAsync(ReadNearAsync(source, query, model, values, cancellationToken)) : Task.FromResult<List<ScoredCandidate>>([]);
        var found = ScoreAsync(ReadWordsAsync(source, query, ranking, plan, cancellationToken));
        await Task.WhenAll(found, near);
        return [.. (await found).Concat(await near).DistinctBy(static candidate => candidate.Id)];

        async Task<List<ScoredCandidate>> ScoreAsync(Task<HashSet<string>> ids) => await ScoredCandidates.ReadAsync(source, await ids, ranking, vector, cancellationToken);
    }

    private static async Task<HashSet<string>> ReadWordsAsync(
        NpgsqlDataSource source, PatternQuery query, string ranking, WordPlan plan, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>();
        if (plan.Heads.Count > 0)
        {
            await AddPartsAsync(found, source, query, ranking, plan.Heads, "ts_filter(terms, '{a,b}')", cancellationToken);
        }

        // Each of these is tried where the one before brought fewer than was thought.
        if (plan.Newest is { } newest && found.Count < FromEach)
        {
            await using var words = WithFilter(source.CreateCommand(
                $"""
                SELECT pattern_id FROM (
                    SELECT * FROM (SELECT pattern_id, kind, language, tags, terms FROM pattern_texts ORDER BY pattern_id DESC LIMIT {WordPlan.Walk}) t
                    WHERE terms @@ $5::text::tsquery AND {Filter} LIMIT {WordPlan.Budget}) t
                ORDER BY {Rank} DESC, pattern_id LIMIT {FromEach}
                """), query).With(ranking).With(newest);
            await AddAsync(found, words, cancellationToken);
        }

        if (plan.Parts.Count > 0 && found.Count < FromEach)
        {
            await AddPartsAsync(found, source, query, ranking, plan.Parts, "terms", cancellationToken);
        }

        return found;
    }

    /// <param name="terms">What of a text is asked, as its index has it.</param>
    private static async Task AddPartsAsync(
        HashSet<string> found, NpgsqlDataSource source, PatternQuery query, string ranking, IReadOnlyList<WordPart> parts, string terms, CancellationToken cancellationToken)
    {
        // A text that several parts find is there once: its rank is the same. Limits are parameters, so that plans of as many parts are one statement, prepared once.
        await using var words = WithFilter(source.CreateCommand(
            $"""
            SELECT pattern_id FROM ({string.Join("\nUNION\n", parts.Select((_, at) => Part(terms, (2 * at) + 5)))}) t
            ORDER BY rank DESC, pattern_id LIMIT {FromEach}
            """), query).With(ranking);
        foreach (var part in parts)
        {
            words.With(part.Query).With(part.Limit);
        }

        await AddAsync(found, words, cancellationToken);
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
            ORDER BY {model.Column} <=> (SELECT $4::text::vector({model.Dimensions})) LIMIT {FromEach}
            """,
            connection), query).With(VectorModel.Text(values));
        var found = new HashSet<string>();
        await AddAsync(found, near, cancellationToken);
        return found;
    }

    private static string Part(string terms, int parameter) => string.Create(
        CultureInfo.InvariantCulture,
        $"(SELECT pattern_id, {Rank} AS rank FROM pattern_texts WHERE {terms} @@ ${parameter}::text::tsquery AND {Filter} LIMIT ${parameter + 1}::int)");

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
