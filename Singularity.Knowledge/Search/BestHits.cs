using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>
/// The best of the candidates. To read a pattern costs more than to score it, so they are read in the order of what their scores can be at most, until none that is left can be
/// among the best: what is read later can only lower a score, by what speaks against the pattern (and a use of the last milliseconds raises it by less than matters).
/// </summary>
internal sealed class BestHits(NpgsqlConnection connection, PatternScores scores, KnowledgeOptions options, DateTimeOffset now)
{
    public async Task<IReadOnlyList<PatternHit>> TakeAsync(
        IReadOnlyList<ScoredCandidate> candidates, double keywordShare, int limit, CancellationToken cancellationToken)
    {
        var best = candidates.Select(static c => c.Keyword).DefaultIfEmpty(0).Max();
        var left = new Queue<Bounded>(candidates.Select(c => Bound(c, best, keywordShare)).OrderByDescending(static b => b.Most).ThenBy(static b => b.Id, StringComparer.Ordinal));
        var hits = new List<PatternHit>();
        while (left.Count > 0 && (hits.Count < limit || left.Peek().Most >= hits[limit - 1].Score))
        {
            var next = new Dictionary<string, Bounded>();
            while (next.Count < limit && left.TryDequeue(out var bounded))
            {
                next.Add(bounded.Id, bounded);
            }

            hits.AddRange(await ReadAsync(next, cancellationToken));
            hits = [.. hits.OrderByDescending(static hit => hit.Score).ThenBy(static hit => hit.Pattern.Id)];
        }

        return [.. hits.Take(limit)];
    }

    private Bounded Bound(ScoredCandidate candidate, double best, double keywordShare)
    {
        var keyword = best > 0 ? candidate.Keyword / best : 0;
        var semantic = Math.Clamp(candidate.Semantic, 0, 1);
        var relevance = new PatternRelevance((keywordShare * keyword) + ((1 - keywordShare) * semantic), keyword, semantic);
        var confidence = candidate.Uses is { } uses ? scores.Of(new Pattern { Id = default, State = PatternState.Live, Uses = uses }).Confidence : 1;
        return new Bounded(candidate.Id, relevance, Score(relevance, confidence));
    }

    private double Score(PatternRelevance relevance, double confidence) =>
        relevance.Relevance * (1 - options.ConfidenceShare + (options.ConfidenceShare * confidence));

    private async Task<List<PatternHit>> ReadAsync(Dictionary<string, Bounded> candidates, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.pattern_id, coalesce(p.view, c.view), u.own, u.merged, c.authority, c.fetched_at, c.expires_at FROM pattern_texts t
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            WHERE t.pattern_id = ANY ($1)
            """,
            connection).With(candidates.Keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hits = new List<PatternHit>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var pattern = PatternReads.Parse(reader, 1);
            var confidence = scores.Of(pattern);
            var relevance = candidates[reader.GetString(0)].Relevance;
            var origin = await reader.IsDBNullAsync(4, cancellationToken)
                ? new PatternSource()
                : new PatternSource(reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6) < now);
            hits.Add(new PatternHit(pattern, confidence, Score(relevance, confidence.Confidence), relevance, origin));
        }

        return hits;
    }

    /// <param name="Most">No score of it is higher.</param>
    private sealed record Bounded(string Id, PatternRelevance Relevance, double Most);
}
