using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Folding;

/// <summary>
/// Patterns as a function of the set of their observations: any order, any repetition, any way in which the parts came together gives the same patterns, byte for
/// byte. The store does the same with what it has counted and grouped already; this is what it must agree with.
/// </summary>
public static class PatternFold
{
    /// <summary>All patterns that the observations are about, smallest id first.</summary>
    public static IReadOnlyList<Pattern> Fold(IEnumerable<ReceivedObservation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var members = new Dictionary<Ulid, MemberFold>();
        var groups = new UnionFind();
        foreach (var observation in Distinct(observations))
        {
            Add(observation, members, groups);
        }

        return [.. members.Values.GroupBy(m => groups.Find(m.Id))
            .SelectMany(static group => GroupFold.Fold([.. group]))
            .OrderBy(static pattern => pattern.Id)];
    }

    /// <summary>Adds to the members what an observation says, making them as needed.</summary>
    internal static void Add(Observation observation, Dictionary<Ulid, MemberFold> members, UnionFind groups)
    {
        Member(members, observation.PatternId).Add(observation);
        switch (observation.Fact)
        {
            case MergeConfirmed confirmed:
                Member(members, confirmed.Other);
                groups.Union(observation.PatternId, confirmed.Other);
                break;
            case MergeProposed proposed:
                Member(members, proposed.Other).AddCandidate(observation.PatternId, proposed.Similarity);
                break;
        }
    }

    // An id that stands for two observations is somebody's fault; the smaller digest is taken, so that at least all take the same.
    private static IEnumerable<Observation> Distinct(IEnumerable<ReceivedObservation> observations)
    {
        var byId = new Dictionary<Ulid, ReceivedObservation>();
        foreach (var observation in observations)
        {
            if (!byId.TryGetValue(observation.Observation.Id, out var known) || observation.Digest.AsSpan().SequenceCompareTo(known.Digest) < 0)
            {
                byId[observation.Observation.Id] = observation;
            }
        }

        return byId.Values.Select(static received => received.Observation);
    }

    private static MemberFold Member(Dictionary<Ulid, MemberFold> members, Ulid id)
    {
        if (!members.TryGetValue(id, out var member))
        {
            members.Add(id, member = new MemberFold(id));
        }

        return member;
    }
}
