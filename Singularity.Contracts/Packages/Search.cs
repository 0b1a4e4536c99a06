using System.Text.Json.Serialization;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.search. A field that is not known is an error: a filter must not be passed over.</summary>
/// <param name="Query">Words; at most 1,000 characters are read.</param>
/// <param name="Kinds">package and/or snippet; null means both.</param>
/// <param name="Ecosystems">Only these; null means all.</param>
/// <param name="License">Only this SPDX expression.</param>
/// <param name="Limit">1 to 100.</param>
/// <param name="Mode">keyword, semantic or hybrid; hybrid by default.</param>
/// <param name="MaxAdvisorySeverity">
/// none, low, medium, high or critical: versions with a worse known advisory are left out, and those with one of unknown severity; null leaves none out.
/// </param>
/// <param name="SnippetKinds">Only snippets of these kinds; null means all.</param>
/// <param name="Language">Only snippets in this language, such as typescript.</param>
/// <param name="Version">Only this exact version.</param>
/// <param name="MaxAgeDays">Only versions published within so many days, 1 to 36,500; null leaves none out.</param>
/// <param name="TokenBudget">
/// Most tokens that the snippets' code may have together; null means no bound but a message's. Whole snippets only; two of one section that are both
/// taken are joined.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SearchPackages(
    string Query, IReadOnlyList<string>? Kinds = null, IReadOnlyList<Ecosystem>? Ecosystems = null, string? License = null, int Limit = 10, string Mode = "hybrid",
    string? MaxAdvisorySeverity = null, IReadOnlyList<SnippetKind>? SnippetKinds = null, string? Language = null, string? Version = null,
    int? MaxAgeDays = null, int? TokenBudget = null) : IReadRequest;

/// <summary>The answer of packages.registry.search, best first.</summary>
/// <param name="Mode">How it was searched: less than was asked for where <paramref name="Notice"/> says why.</param>
/// <param name="ServedBy">What answered: memory (the index in the registry's process), postgres or embedded.</param>
/// <param name="Notice">What is missing from the answer and what helps; null when nothing is.</param>
/// <param name="Model">The embedding model whose vectors were compared, or null.</param>
public sealed record SearchAnswer(
    string Query, string Mode, ServedBy ServedBy, IReadOnlyList<SearchHit> Hits, string? Notice = null, string? Model = null);

/// <summary>One hit: a package, or a snippet of one.</summary>
/// <param name="Score">1 for the best of its kind, and for the others how they stand to it; comparable within one answer only.</param>
/// <param name="Terms">The query's terms found in it, or in what other packages say of it.</param>
/// <param name="Why">What the score is made of; null from an index that does not tell.</param>
/// <param name="Patterns">What was learned about the version of a package; null for snippets, where there is nothing, and where it could not be asked for in time.</param>
public sealed record SearchHit(
    string Kind, string Purl, string Title, string? Description, double Score, IReadOnlyList<string> Terms, Snippet? Snippet = null, SearchScores? Why = null,
    HitPatterns? Patterns = null);

/// <summary>
/// What a hit's score is made of: the weighted sum of the first four, times popularity, times penalty, divided by the best of its kind.
/// </summary>
/// <param name="Keyword">BM25F, as a share of the best hit's; 0 to 1.</param>
/// <param name="Semantic">Cosine of the query's and the text's vectors; -1 to 1, 0 where one has none.</param>
/// <param name="Cover">How well the text's words mean what the query's do; 0 to 1.</param>
/// <param name="Focus">How well the query's words mean what the text's do; 0 to 1.</param>
/// <param name="Popularity">The factor for downloads, 1 where none are known.</param>
/// <param name="Penalty">The factor for deprecated, retired and yanked packages, 1 without.</param>
/// <param name="Name">exact or prefix where the query is the name or begins it; null otherwise.</param>
public sealed record SearchScores(
    double Keyword, double Semantic, double Cover, double Focus, double Popularity, double Penalty = 1, string? Name = null);
