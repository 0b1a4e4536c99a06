using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Knowledge;

/// <summary>centralcloud.knowledge.query.</summary>
/// <param name="Query">Words; at most 1,000 characters are read.</param>
/// <param name="Kinds">Only these; null means all.</param>
/// <param name="Language">Only patterns in this language or in none; null means all.</param>
/// <param name="Tags">Only patterns with all of these; null means all.</param>
/// <param name="Limit">1 to 100.</param>
public sealed record PatternQuery(
    string Query, IReadOnlyList<PatternKind>? Kinds = null, string? Language = null, IReadOnlyList<string>? Tags = null, int Limit = 10) : IReadRequest;

/// <summary>The answer, best first.</summary>
/// <param name="Model">The embedding model whose vectors were compared; null when words alone were.</param>
/// <param name="Note">Why there were no vectors and what helps, where something is to be said.</param>
public sealed record PatternAnswer(string Query, IReadOnlyList<PatternHit> Hits, string? Model = null, string? Note = null);

/// <summary>One pattern that was found.</summary>
/// <param name="Score">relevance x ((1 - share) + share x confidence); comparable within one answer only.</param>
/// <param name="Why">What the score is made of.</param>
/// <param name="Source">Where the answer came from.</param>
public sealed record PatternHit(Pattern Pattern, PatternScore Confidence, double Score, PatternRelevance Why, PatternSource Source);

/// <param name="Relevance">Weighted sum of the two.</param>
/// <param name="Keyword">ts_rank_cd as a share of the best hit's, 0 to 1.</param>
/// <param name="Semantic">Cosine of the vectors, 0 to 1; 0 where one has none or they point apart.</param>
public sealed record PatternRelevance(double Relevance, double Keyword, double Semantic);

/// <param name="Authority">Null for what this database holds itself; otherwise who answered when it was asked for.</param>
/// <param name="FetchedAt">When it was asked; null for what this database holds itself.</param>
/// <param name="IsExpired">True when it was asked so long ago that it should be asked for again.</param>
public sealed record PatternSource(string? Authority = null, DateTimeOffset? FetchedAt = null, bool IsExpired = false);

/// <summary>centralcloud.knowledge.sync: observations in the order in which they were stored.</summary>
/// <param name="After">The cursor of the previous page; 0 for the first.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Of">Only those of this instance; null means all.</param>
public sealed record SyncObservations(long After = 0, int Limit = 500, string? Of = null) : IReadRequest;

/// <param name="Observations">Each as it was published, byte for byte.</param>
/// <param name="Cursor">Give it as After to go on; what is stored later comes after it.</param>
/// <param name="IsEnd">True when there was no more.</param>
public sealed record ObservationPage(IReadOnlyList<string> Observations, long Cursor, bool IsEnd);
