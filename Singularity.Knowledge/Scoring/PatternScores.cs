using Microsoft.Extensions.Options;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Scoring;

/// <summary>
/// confidence = uses' share x min(uses / enough, 1) + success share x W + instances' share x min(instances / enough, 1), times a factor for each weakness. W is
/// the lower bound of the success rate, in which a use counts half after <see cref="KnowledgeOptions.HalfLifeDays"/>. Uses dated ahead count as today's.
/// </summary>
public sealed class PatternScores(IOptions<KnowledgeOptions> options, TimeProvider time)
{
    /// <summary>The score now.</summary>
    public PatternScore Of(Pattern pattern) => Of(pattern, DayOf(time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>The score on a day, in days since 1970-01-01 UTC.</summary>
    public PatternScore Of(Pattern pattern, int day)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var settings = options.Value;
        var uses = pattern.Uses.Successes + pattern.Uses.Failures;
        var instances = pattern.Uses.ByInstance.Count;
        double successes = 0;
        double trials = 0;
        foreach (var of in pattern.Uses.ByDay)
        {
            var weight = Math.Pow(0.5, Math.Max(0.0, (double)day - of.Day) / settings.HalfLifeDays);
            successes += of.Successes * weight;
            trials += (of.Successes + of.Failures) * weight;
        }

        var wilson = Wilson.LowerBound(successes, trials);
        var usesPart = settings.UsesShare * Math.Min((double)uses / settings.EnoughUses, 1);
        var successPart = settings.SuccessShare * wilson;
        var instancesPart = settings.InstancesShare * Math.Min((double)instances / settings.EnoughInstances, 1);
        var penalty = Math.Pow(settings.WeaknessFactor, pattern.Weaknesses.Count);
        var deserves = pattern.State is PatternState.Live && instances >= settings.PromotionInstances && uses >= settings.PromotionUses
            && wilson >= settings.PromotionWilson;
        return new PatternScore(
            (usesPart + successPart + instancesPart) * penalty, usesPart, successPart, instancesPart, penalty, uses, instances, successes, trials, wilson,
            pattern.Weaknesses.Count, deserves, day);
    }

    /// <summary>The day of a moment, both since 1970 in UTC.</summary>
    public static int DayOf(long wallMs) => (int)(wallMs / 86_400_000);
}
