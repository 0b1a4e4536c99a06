using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>Which packages and snippets may be hits; null and empty mean all.</summary>
/// <param name="License">Exactly this SPDX expression.</param>
/// <param name="WorstAdvisory">The highest <see cref="DocumentFacts.AdvisoryRank"/> allowed.</param>
/// <param name="PublishedSince">Versions published before it are left out, and those whose date is unknown.</param>
/// <param name="Version">Only this exact version.</param>
/// <param name="SnippetKinds">Of snippets only.</param>
/// <param name="Language">Of snippets only; lower-case.</param>
internal sealed record SearchFilter(
    IReadOnlyList<Ecosystem>? Ecosystems = null,
    string? License = null,
    short? WorstAdvisory = null,
    DateTimeOffset? PublishedSince = null,
    string? Version = null,
    IReadOnlyList<SnippetKind>? SnippetKinds = null,
    string? Language = null)
{
    /// <summary>Whether a package, or a snippet of it, passes what is asked of packages.</summary>
    public bool Accepts(DocumentFacts facts) =>
        (Ecosystems is not { Count: > 0 } || Ecosystems.Contains(facts.Ecosystem))
        && (License is null || License == facts.License)
        && (WorstAdvisory is null || facts.AdvisoryRank <= WorstAdvisory)
        && (PublishedSince is null || facts.Published >= PublishedSince)
        && (Version is null || Version == facts.Version);

    /// <summary>Whether a snippet passes what is asked of snippets.</summary>
    public bool Accepts(SnippetKind kind, string? language) =>
        (SnippetKinds is not { Count: > 0 } || SnippetKinds.Contains(kind)) && (Language is null || Language == language);
}
