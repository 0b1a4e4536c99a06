using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Knowledge;

/// <summary>knowledge.learn.</summary>
public sealed record Learn(PatternContent Content);

/// <summary>The answer of knowledge.learn.</summary>
/// <param name="Id">The pattern's.</param>
/// <param name="IsNew">False when a live pattern says the same already; nothing was written then.</param>
/// <param name="Similar">Patterns that seem to say the same; a merge with each was proposed.</param>
public sealed record PatternLearned(Ulid Id, bool IsNew, IReadOnlyList<MergeCandidate> Similar);

/// <summary>knowledge.feedback: at least one of the three is given; each becomes an observation.</summary>
/// <param name="Id">The pattern's; of a merged one, the one that stands for it is meant.</param>
/// <param name="Success">Somebody used it, and whether it helped.</param>
/// <param name="Correction">What is better said otherwise.</param>
/// <param name="SameAs">Another pattern that says the same; the two become one for good.</param>
public sealed record GiveFeedback(Ulid Id, bool? Success = null, Corrected? Correction = null, Ulid? SameAs = null);

/// <summary>knowledge.retract: takes a pattern back for good, with all that it stands for.</summary>
/// <param name="Reason">For people.</param>
public sealed record Retract(Ulid Id, string? Reason = null);

/// <summary>The answer of knowledge.retract.</summary>
/// <param name="Ids">The pattern and those that it stood for.</param>
public sealed record PatternsRetracted(IReadOnlyList<Ulid> Ids);

/// <summary>knowledge.get.</summary>
public sealed record GetPattern(Ulid Id) : IReadRequest;

/// <summary>A pattern as this instance knows it: the answer of knowledge.get and knowledge.feedback.</summary>
public sealed record KnownPattern(Pattern Pattern, PatternScore Confidence, PatternSource Source);

/// <summary>knowledge.list: ordered by id, the oldest first; cached answers of an authority are not listed.</summary>
/// <param name="State">Only these; null means all.</param>
/// <param name="After">The last id of the previous page; null for the first.</param>
/// <param name="Limit">1 to 100.</param>
public sealed record ListPatterns(PatternState? State = null, Ulid? After = null, int Limit = 20) : IReadRequest;

/// <summary>The answer of knowledge.list.</summary>
/// <param name="Next">Give it as After to go on; null on the last page.</param>
public sealed record PatternPage(IReadOnlyList<KnownPattern> Patterns, Ulid? Next);

/// <summary>centralcloud.patterns.promoted: a pattern became one that every instance should know, or ceased to be one.</summary>
/// <param name="IsPromoted">False when it was demoted or retracted.</param>
/// <param name="Authority">Who says so.</param>
public sealed record PatternPromoted(Pattern Pattern, PatternScore Confidence, bool IsPromoted, string Authority, DateTimeOffset At);
