using Microsoft.Extensions.Options;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Scoring;

/// <summary>
/// Whether a pattern is to be promoted, to stay so, or to be demoted. Every flip is broadcast to all instances, and a rate near the bound would flip with
/// every use and every day; so a promoted pattern stays until its rate is below a lower bound, or it is no longer live. That a pattern is promoted is the
/// authority's own state, therefore, and no part of the pattern, which stays a function of its observations.
/// </summary>
public sealed class Promotion(IOptions<KnowledgeOptions> options)
{
    /// <summary>Whether a pattern has the uses without which none is promoted, or stays so. They never become fewer.</summary>
    public bool IsWithinReach(PatternUses uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        return uses.Successes + uses.Failures >= options.Value.PromotionUses;
    }

    /// <summary>Whether it should be promoted from now on.</summary>
    public bool Decide(bool isPromoted, Pattern pattern, PatternScore score)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(score);
        return score.DeservesPromotion
            || (isPromoted && pattern.State is PatternState.Live && score.Wilson >= options.Value.DemotionWilson);
    }
}
