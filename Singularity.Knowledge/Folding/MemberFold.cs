using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;

namespace Singularity.Knowledge.Folding;

/// <summary>What the observations about one pattern id come to, before groups are made. Each observation is added once; in any order.</summary>
internal sealed class MemberFold(Ulid id)
{
    private readonly CorrectedFields _corrected = new();
    private readonly Dictionary<string, (ObservationOrder Order, string Reason)> _weaknesses = [];
    private readonly Dictionary<Ulid, double> _candidates = [];
    private (ObservationOrder Order, string? Reason)? _retracted;
    private Learned? _learned;

    public Ulid Id => id;

    public bool IsRetracted => _retracted is not null;

    public bool IsLearned => _learned is not null;

    public string? LearnedBy { get; private set; }

    public HybridTime? LearnedAt { get; private set; }

    public HybridTime? ChangedAt { get; private set; }

    public Ulid? Replaces => _learned?.Replaces;

    public PatternContent? Content => _learned is null ? null : _corrected.Apply(_learned.Content);

    public UseTally Uses { get; } = new();

    /// <summary>By cause: the first that found it.</summary>
    public IReadOnlyDictionary<string, (ObservationOrder Order, string Reason)> Weaknesses => _weaknesses;

    /// <summary>Causes that corrections have answered.</summary>
    public HashSet<string> Answers { get; } = [];

    public IReadOnlyDictionary<Ulid, double> Candidates => _candidates;

    public int NotUnderstood { get; private set; }

    public Retraction? Retraction => _retracted is var (order, reason) ? new Retraction(order.InstanceId, order.Stamp, reason) : null;

    public void Add(Observation observation)
    {
        var order = ObservationOrder.Of(observation);
        if (observation.Fact is Used used)
        {
            Uses.Add(observation.InstanceId, PatternScores.DayOf(order.Stamp.WallMs), used.Success ? 1 : 0, used.Success ? 0 : 1);
            return;
        }

        ChangedAt = ChangedAt > order.Stamp ? ChangedAt : order.Stamp;
        switch (observation.Fact)
        {
            case Learned learned:
                // Its id is the pattern's, so there is no other.
                (_learned, LearnedBy, LearnedAt) = (learned, observation.InstanceId, observation.Stamp);
                break;
            case Corrected corrected:
                _corrected.Add(order, corrected.Changes);
                Answers.UnionWith(corrected.Answers);
                break;
            case Retracted retracted when _retracted is not { } first || order < first.Order:
                _retracted = (order, retracted.Reason);
                break;
            case Weakened weakened when !_weaknesses.TryGetValue(weakened.Cause, out var known) || order < known.Order:
                _weaknesses[weakened.Cause] = (order, weakened.Reason);
                break;
            case MergeProposed proposed:
                AddCandidate(proposed.Other, proposed.Similarity);
                break;
            case null:
                NotUnderstood++;
                break;
        }
    }

    /// <summary>A proposal is about both patterns.</summary>
    public void AddCandidate(Ulid other, double similarity) => _candidates[other] = Math.Max(similarity, _candidates.GetValueOrDefault(other));
}
