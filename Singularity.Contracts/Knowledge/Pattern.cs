using System.Text.Json.Serialization;

namespace Singularity.Contracts.Knowledge;

/// <summary>A pattern as the set of its observations has it: the same set gives the same bytes on every machine.</summary>
public sealed record Pattern
{
    public required Ulid Id { get; init; }

    public required PatternState State { get; init; }

    /// <summary>Null unless <see cref="State"/> is live.</summary>
    public PatternContent? Content { get; init; }

    /// <summary>SHA-256 of the normalised content, hexadecimal; kept of retracted patterns too. Null while nothing was learned.</summary>
    public string? ContentHash { get; init; }

    /// <summary>The instance that learned it.</summary>
    public string? LearnedBy { get; init; }

    public HybridTime? LearnedAt { get; init; }

    /// <summary>The last stamp among the observations other than uses.</summary>
    public HybridTime? ChangedAt { get; init; }

    /// <summary>The retracted pattern that this one was learned again for.</summary>
    public Ulid? Replaces { get; init; }

    /// <summary>The pattern that stands for this one, where the state is merged.</summary>
    public Ulid? MergedInto { get; init; }

    /// <summary>The patterns that this one stands for, without itself, smallest first.</summary>
    public IReadOnlyList<Ulid> Merged { get; init => field = value ?? []; } = [];

    public PatternUses Uses { get; init => field = value ?? PatternUses.None; } = PatternUses.None;

    /// <summary>What speaks against it and no correction has answered, ordered by cause.</summary>
    public IReadOnlyList<Weakness> Weaknesses { get; init => field = value ?? []; } = [];

    /// <summary>Patterns that seem to say the same, the most alike first; at most 20.</summary>
    public IReadOnlyList<MergeCandidate> MergeCandidates { get; init => field = value ?? []; } = [];

    public Retraction? Retraction { get; init; }

    /// <summary>Observations that this version keeps but does not understand.</summary>
    public int NotUnderstood { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<PatternState>))]
public enum PatternState
{
    /// <summary>There are observations about it, but not yet the one that learned it.</summary>
    [JsonStringEnumMemberName("awaited")]
    Awaited,

    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>Another pattern stands for it.</summary>
    [JsonStringEnumMemberName("merged")]
    Merged,

    [JsonStringEnumMemberName("retracted")]
    Retracted,
}

/// <param name="Successes">Uses that helped, undecayed.</param>
/// <param name="Failures">Uses that did not.</param>
/// <param name="ByInstance">Ordered by instance id.</param>
/// <param name="ByDay">All instances together, ordered by day.</param>
public sealed record PatternUses(long Successes, long Failures, IReadOnlyList<InstanceUses> ByInstance, IReadOnlyList<DayUses> ByDay)
{
    public static PatternUses None { get; } = new(0, 0, [], []);
}

public sealed record InstanceUses(string InstanceId, long Successes, long Failures);

/// <param name="Day">Days since 1970-01-01, UTC, by the observations' stamps.</param>
public sealed record DayUses(int Day, long Successes, long Failures);

/// <param name="InstanceId">Who found it first.</param>
public sealed record Weakness(string Cause, string Reason, string InstanceId, HybridTime At);

public sealed record MergeCandidate(Ulid Other, double Similarity);

/// <param name="InstanceId">Who took it back first.</param>
public sealed record Retraction(string InstanceId, HybridTime At, string? Reason = null);
