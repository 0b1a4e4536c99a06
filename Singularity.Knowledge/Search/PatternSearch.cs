using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>
/// Finds patterns by words and by vectors, this database's own and cached ones. relevance = keyword share x (ts_rank_cd as a share of the best hit's) + the rest x
/// cosine, or words alone where there are no vectors; score = relevance x ((1 - confidence share) + confidence share x confidence), so that of two texts that
/// fit alike the proven one comes first, and a new one is still found.
/// </summary>
public sealed class PatternSearch(
    NpgsqlDataSource source, PatternVectors vectors, PatternScores scores, IOptions<KnowledgeOptions> options, TimeProvider time)
{
    private const int LongestQuery = 1_000;

    private readonly QueryTerms _terms = new(source, time);

    /// <exception cref="ArgumentException">The limit is not 1 to 100.</exception>
    public async Task<PatternAnswer> FindAsync(PatternQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 100)
        {
            throw new ArgumentException("limit is 1 to 100.", nameof(query));
        }

        var text = (query.Query.Length <= LongestQuery ? query.Query : query.Query[..LongestQuery]).Replace('\0', ' ');
        var (ranking, choosing) = await _terms.ReadAsync(text, cancellationToken);
        var vector = await vectors.EmbedQueryAsync(text, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // One transaction for the setting that goes with it; it sees no writer's half-done work either.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var ids = await PatternCandidates.ReadAsync(connection, query, ranking, choosing, vector, cancellationToken);
        var found = ids.Length == 0 ? [] : await ReadAsync(connection, ids, ranking, vector, cancellationToken);
        var best = found.Select(static f => f.Keyword).DefaultIfEmpty(0).Max();
        var share = vector is null ? 1 : options.Value.KeywordShare;
        return new PatternAnswer(
            query.Query,
            [.. found.Select(f => Hit(f, best, share)).OrderByDescending(static hit => hit.Score).ThenBy(static hit => hit.Pattern.Id).Take(query.Limit)],
            vector?.Model.Name);
    }

    private PatternHit Hit(Found found, double best, double keywordShare)
    {
        var keyword = best > 0 ? found.Keyword / best : 0;
        var semantic = Math.Clamp(found.Semantic, 0, 1);
        var relevance = (keywordShare * keyword) + ((1 - keywordShare) * semantic);
        var confidence = scores.Of(found.Pattern);
        var weight = options.Value.ConfidenceShare;
        return new PatternHit(
            found.Pattern, confidence, relevance * (1 - weight + (weight * confidence.Confidence)), new PatternRelevance(relevance, keyword, semantic), found.Source);
    }

    private async Task<List<Found>> ReadAsync(
        NpgsqlConnection connection, string[] ids, string ranking, (VectorModel Model, float[] Vector)? vector, CancellationToken cancellationToken)
    {
        // A vector of another model, or of another length, is not compared.
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(p.view, c.view), u.own, u.merged, CASE WHEN $2 = '' THEN 0 ELSE ts_rank_cd(t.terms, $2::text::tsquery, 1) END,
                CASE WHEN v.model = $3 THEN 1 - (v.embedding <=> $4::text::vector) END, c.authority, c.fetched_at, c.expires_at
            FROM pattern_texts t LEFT JOIN pattern_vectors v ON v.pattern_id = t.pattern_id
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            WHERE t.pattern_id = ANY ($1)
            """,
            connection).With(ids).With(ranking).With(vector?.Model.Id ?? 0).With(vector is var (_, values) ? VectorModel.Text(values) : "[0]");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Found>();
        var now = time.GetUtcNow();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new Found(
                PatternReads.Parse(reader, 0),
                reader.GetFloat(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? 0 : reader.GetDouble(4),
                await reader.IsDBNullAsync(5, cancellationToken)
                    ? new PatternSource()
                    : new PatternSource(reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7) < now)));
        }

        return found;
    }

    private sealed record Found(Pattern Pattern, double Keyword, double Semantic, PatternSource Source);
}
