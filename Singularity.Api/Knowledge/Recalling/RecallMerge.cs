using Microsoft.Extensions.Options;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>
/// One list of what was found here and what the authority found. Of a pattern that this database holds itself only its own state counts: the authority may not
/// have heard yet that it was corrected or retracted. Of a cached one the new answer takes the place of the old.
/// </summary>
internal sealed class RecallMerge(PatternReads patterns, PatternScores scores, IOptions<KnowledgeOptions> options)
{
    public async Task<IReadOnlyList<PatternHit>> RunAsync(
        IReadOnlyList<PatternHit> own, IReadOnlyList<PatternHit> told, int limit, CancellationToken cancellationToken)
    {
        var held = (await patterns.ReadAsync([.. told.Select(static hit => hit.Pattern.Id)], cancellationToken))
            .Where(static pattern => pattern.State is not PatternState.Awaited).ToDictionary(static pattern => pattern.Id);
        return Merge(own, [.. told.Select(hit => held.TryGetValue(hit.Pattern.Id, out var mine) ? Own(hit, mine) : hit).OfType<PatternHit>()], limit);
    }

    internal static IReadOnlyList<PatternHit> Merge(IReadOnlyList<PatternHit> own, IReadOnlyList<PatternHit> told, int limit)
    {
        var best = new Dictionary<Ulid, PatternHit>();
        foreach (var hit in own)
        {
            best[hit.Pattern.Id] = hit;
        }

        foreach (var hit in told)
        {
            if (!best.TryGetValue(hit.Pattern.Id, out var mine) || mine.Source.Authority is not null)
            {
                best[hit.Pattern.Id] = hit;
            }
        }

        return [.. best.Values.OrderByDescending(static hit => hit.Score).ThenBy(static hit => hit.Pattern.Id).Take(limit)];
    }

    /// <summary>Null when it is no longer live here.</summary>
    private PatternHit? Own(PatternHit hit, Pattern mine)
    {
        if (mine.State is not PatternState.Live)
        {
            return null;
        }

        var confidence = scores.Of(mine);
        var share = options.Value.ConfidenceShare;
        return hit with
        {
            Pattern = mine,
            Confidence = confidence,
            Score = hit.Why.Relevance * (1 - share + (share * confidence.Confidence)),
            Source = new PatternSource(),
        };
    }
}
