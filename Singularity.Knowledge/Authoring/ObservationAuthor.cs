using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Ids;

namespace Singularity.Knowledge.Authoring;

/// <summary>Makes the observations of this instance: its id, its clock.</summary>
/// <param name="instanceId">1 to 64 of A-Z a-z 0-9 - _.</param>
public sealed class ObservationAuthor(string instanceId, UlidFactory ids, HybridClock clock)
{
    /// <summary>A pattern that is new; its id is the observation's.</summary>
    /// <param name="replaces">The retracted pattern of the same content.</param>
    public Observation Learn(PatternContent content, Ulid? replaces = null)
    {
        var id = ids.Next();
        return Bare(id, id, clock.Now()) with { Learned = new Learned { Content = content, Replaces = replaces } };
    }

    /// <summary>Anything else about a pattern.</summary>
    /// <param name="pattern">As this instance knows it: what is said of it comes later than what it is made of.</param>
    public Observation Observe(Pattern pattern, ObservationFact fact)
    {
        ArgumentNullException.ThrowIfNull(pattern);

        // Uses are counted, whichever comes first.
        var stamp = fact is not Used && pattern.ChangedAt is { } seen ? clock.NowAfter(seen) : clock.Now();
        var bare = Bare(ids.Next(), pattern.Id, stamp);
        return fact switch
        {
            Used used => bare with { Used = used },
            Corrected corrected => bare with { Corrected = corrected },
            Retracted retracted => bare with { Retracted = retracted },
            MergeProposed proposed => bare with { MergeProposed = proposed },
            MergeConfirmed confirmed => bare with { MergeConfirmed = confirmed },
            Weakened weakened => bare with { Weakened = weakened },
            _ => throw new ArgumentException("A pattern is learned by Learn.", nameof(fact)),
        };
    }

    private Observation Bare(Ulid id, Ulid pattern, HybridTime stamp) => new()
    {
        Schema = Observation.CurrentSchema,
        Id = id,
        PatternId = pattern,
        InstanceId = instanceId,
        Stamp = stamp,
    };
}
