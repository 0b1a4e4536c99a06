namespace Singularity.Api.Knowledge.Stats;

/// <summary>How this instance's knowledge and its exchange with CentralCloud stand.</summary>
/// <param name="Machine">Tells machines apart, and says nothing else of this one.</param>
/// <param name="Cached">Patterns that CentralCloud answered and that are kept for when it is away.</param>
internal sealed record KnowledgeStats(
    string InstanceId, string Name, string? Environment, string? Machine, OutboxStats Outbox, long Cached, CentralStats CentralCloud, CatchUpStats CatchUp);

/// <param name="Backlog">Observations that the authority has not acknowledged.</param>
/// <param name="Oldest">When the first of them was made, by its own stamp; null when none waits.</param>
/// <param name="Sent">Acknowledged since this process started.</param>
/// <param name="Problem">Why they wait, and what to do; null when they are taken.</param>
/// <param name="Since">When that was first so.</param>
/// <param name="FormerIds">Of ids that this instance had before, those whose observations are not taken, and why.</param>
internal sealed record OutboxStats(
    long Backlog, DateTimeOffset? Oldest, long Sent, string? Problem, DateTimeOffset? Since, IReadOnlyDictionary<string, string> FormerIds);

/// <param name="State">unknown, present or away.</param>
/// <param name="Since">When it was first known to be so.</param>
/// <param name="Problem">What went wrong last; null when all is well.</param>
/// <param name="Observations">Of this instance, that CentralCloud last said to hold; null before it said anything.</param>
/// <param name="Conflict">Why this instance's id seems to be in use twice; null when it does not.</param>
internal sealed record CentralStats(string State, DateTimeOffset Since, string? Problem, long? Observations, string? Conflict);

/// <param name="IsComplete">Whether everything that CentralCloud had was fetched, at some time since the start.</param>
/// <param name="Fetched">Observations that were new here.</param>
/// <param name="PassedOver">Those that could not be taken in.</param>
/// <param name="Problem">Why the last attempt failed; null when it did not.</param>
internal sealed record CatchUpStats(bool IsComplete, long Fetched, long PassedOver, string? Problem);
