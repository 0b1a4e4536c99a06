using System.Text.Json.Serialization;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Knowledge;

/// <summary>knowledge.query.</summary>
/// <param name="Query">Words; at most 1,000 characters are read.</param>
/// <param name="Kinds">Only these; null means all.</param>
/// <param name="Language">Only patterns in this language or in none; null means all.</param>
/// <param name="Tags">Only patterns with all of these; null means all.</param>
/// <param name="Limit">1 to 100.</param>
/// <param name="Mode">Whether CentralCloud is asked.</param>
public sealed record Recall(
    string Query,
    IReadOnlyList<PatternKind>? Kinds = null,
    string? Language = null,
    IReadOnlyList<string>? Tags = null,
    int Limit = 10,
    RecallMode Mode = RecallMode.Hybrid) : IReadRequest
{
    /// <summary>The same for those who search.</summary>
    public PatternQuery ToQuery() => new(Query, Kinds, Language, Tags, Limit);
}

[JsonConverter(typeof(JsonStringEnumConverter<RecallMode>))]
public enum RecallMode
{
    /// <summary>CentralCloud is asked when nothing good is found here.</summary>
    [JsonStringEnumMemberName("hybrid")]
    Hybrid,

    /// <summary>CentralCloud is never asked.</summary>
    [JsonStringEnumMemberName("local")]
    Local,

    /// <summary>CentralCloud is always asked, while this instance searches too.</summary>
    [JsonStringEnumMemberName("central")]
    Central,
}

/// <summary>The answer of knowledge.query, best first.</summary>
/// <param name="Model">The embedding model whose vectors were compared; null when words alone were.</param>
/// <param name="Central">What asking CentralCloud came to.</param>
/// <param name="Note">Why there were no vectors here and what helps, where something is to be said.</param>
public sealed record RecallAnswer(string Query, IReadOnlyList<PatternHit> Hits, string? Model, CentralShare Central, string? Note = null);

/// <param name="ElapsedMs">How long the answer was waited for; 0 when nobody was asked.</param>
/// <param name="Hits">How many of the hits it brought.</param>
/// <param name="Note">For people, where something is to be said: why it was not asked, or what failed and what to do.</param>
public sealed record CentralShare(CentralOutcome Outcome, double ElapsedMs = 0, int Hits = 0, string? Note = null);

[JsonConverter(typeof(JsonStringEnumConverter<CentralOutcome>))]
public enum CentralOutcome
{
    [JsonStringEnumMemberName("not-asked")]
    NotAsked,

    [JsonStringEnumMemberName("answered")]
    Answered,

    /// <summary>Nobody listens, or it is known to be away.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,

    /// <summary>It did not answer within its deadline.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>It answered with an error.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
