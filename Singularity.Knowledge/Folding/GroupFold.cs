using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>
/// The patterns of one group of merged ids. The smallest id that is learned and not retracted stands for the others: it has its own content, and the uses and
/// weaknesses of all but the retracted ones, which say nothing any more.
/// </summary>
internal static class GroupFold
{
    private const int MostCandidates = 20;

    /// <param name="members">Of one group, in any order, with distinct ids.</param>
    public static IReadOnlyList<Pattern> Fold(IReadOnlyCollection<MemberFold> members)
    {
        var survivor = members.Where(static m => m is { IsLearned: true, IsRetracted: false }).MinBy(static m => m.Id);
        var spokenFor = survivor is null ? [] : members.Where(static m => !m.IsRetracted).OrderBy(static m => m.Id).ToList();
        return [.. members.OrderBy(static m => m.Id).Select(member =>
            member == survivor ? Survivor(member, members, spokenFor)
            : member.IsRetracted || survivor is null ? Alone(member, member.IsRetracted ? PatternState.Retracted : PatternState.Awaited)
            : Alone(member, PatternState.Merged) with { MergedInto = survivor.Id, Uses = PatternUses.None, Weaknesses = [] })];
    }

    private static Pattern Survivor(MemberFold survivor, IReadOnlyCollection<MemberFold> members, List<MemberFold> spokenFor)
    {
        var uses = new UseTally();
        foreach (var member in spokenFor)
        {
            uses.Add(member.Uses);
        }

        var group = members.Select(static m => m.Id).ToHashSet();
        return Alone(survivor, PatternState.Live) with
        {
            Content = survivor.Content,
            ChangedAt = spokenFor.Max(static m => m.ChangedAt),
            Merged = [.. spokenFor.Where(m => m != survivor).Select(static m => m.Id)],
            Uses = uses.ToUses(),
            Weaknesses = Weaknesses(spokenFor),
            MergeCandidates = Candidates(spokenFor, group),
        };
    }

    private static Pattern Alone(MemberFold member, PatternState state) => new()
    {
        Id = member.Id,
        State = state,
        ContentHash = member.Content is { } content ? ContentHash.Of(content) : null,
        LearnedBy = member.LearnedBy,
        LearnedAt = member.LearnedAt,
        ChangedAt = member.ChangedAt,
        Replaces = member.Replaces,
        Uses = member.Uses.ToUses(),
        Weaknesses = Weaknesses([member]),
        Retraction = member.Retraction,
        NotUnderstood = member.NotUnderstood,
    };

    private static IReadOnlyList<Weakness> Weaknesses(List<MemberFold> members)
    {
        var answers = members.SelectMany(static m => m.Answers).ToHashSet();
        return [.. members.SelectMany(static m => m.Weaknesses)
            .Where(w => !answers.Contains(w.Key))
            .GroupBy(static w => w.Key, static w => w.Value, static (cause, found) => (Cause: cause, First: found.MinBy(static f => f.Order)))
            .OrderBy(static w => w.Cause, StringComparer.Ordinal)
            .Select(static w => new Weakness(w.Cause, w.First.Reason, w.First.Order.InstanceId, w.First.Order.Stamp))];
    }

    private static IReadOnlyList<MergeCandidate> Candidates(List<MemberFold> members, HashSet<Ulid> group) =>
        [.. members.SelectMany(static m => m.Candidates)
            .Where(c => !group.Contains(c.Key))
            .GroupBy(static c => c.Key, static c => c.Value, static (other, similarities) => new MergeCandidate(other, similarities.Max()))
            .OrderByDescending(static c => c.Similarity).ThenBy(static c => c.Other)
            .Take(MostCandidates)];
}
