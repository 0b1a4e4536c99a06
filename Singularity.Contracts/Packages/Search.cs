using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.search.</summary>
/// <param name="Query">Words; at most 1,000 characters are read.</param>
/// <param name="Kinds">package and/or snippet; null means both.</param>
/// <param name="Ecosystems">Only these; null means all.</param>
/// <param name="License">Only this SPDX expression.</param>
/// <param name="Limit">1 to 100.</param>
/// <param name="Mode">keyword.</param>
/// <param name="MaxAdvisorySeverity">
/// none, low, medium, high or critical: versions with a worse known advisory are left out, and those with one of unknown severity; null leaves none out.
/// </param>
/// <param name="SnippetKinds">Only snippets of these kinds; null means all.</param>
/// <param name="Language">Only snippets in this language, such as typescript.</param>
public sealed record SearchPackages(
    string Query, IReadOnlyList<string>? Kinds = null, IReadOnlyList<Ecosystem>? Ecosystems = null, string? License = null, int Limit = 10, string Mode = "keyword",
    string? MaxAdvisorySeverity = null, IReadOnlyList<SnippetKind>? SnippetKinds = null, string? Language = null) : IReadRequest;

/// <summary>The answer of packages.registry.search, best first.</summary>
/// <param name="ServedBy">The index that answered: postgres or embedded.</param>
public sealed record SearchAnswer(string Query, string Mode, ServedBy ServedBy, IReadOnlyList<SearchHit> Hits);

/// <summary>One hit: a package, or a snippet of one.</summary>
/// <param name="Score">Comparable within one answer only.</param>
/// <param name="Terms">The query's terms found in it.</param>
public sealed record SearchHit(
    string Kind, string Purl, string Title, string? Description, double Score, IReadOnlyList<string> Terms, Snippet? Snippet = null);
