using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search;

/// <summary>What of packages and snippets can be found, and where in a document it stands.</summary>
internal static class IndexDocuments
{
    // A title or sentence; a generated one may be a page.
    private const int MostTitle = 300;
    private const int MostSummary = 2_000;
    private const int MostKeywords = 1_000;

    public static string Id(Ecosystem ecosystem, string name) => PackageKey.For(ecosystem, name);

    /// <summary>The package as the version that is shown has it.</summary>
    public static IndexDocument Of(PackageRecord package) => Of(
        package.Ecosystem,
        package.Name,
        package.Description,
        package.Keywords,
        DistinctWords.Of(package.Readme, DocumentTerms.MostBodyTerms),
        package.Downloads ?? 0,
        Facts(package));

    /// <param name="words">Of its README, each once.</param>
    public static IndexDocument Of(
        Ecosystem ecosystem, string name, string? description, IReadOnlyList<string> keywords, string words, long downloads, DocumentFacts facts) => new(
        Id(ecosystem, name), name, Start(description, MostSummary), Start(string.Join(' ', keywords), MostKeywords), words, downloads, facts);

    /// <summary>The snippets of one version.</summary>
    public static IReadOnlyList<IndexDocument> Of(PackageRecord package, IReadOnlyList<Snippet> snippets)
    {
        var facts = Facts(package);
        var key = PackageKey.For(package.Ecosystem, package.Name, package.Version);
        return [.. snippets.Select((snippet, number) => Of(snippet, $"{key}#{number}", package.Downloads ?? 0, facts))];
    }

    /// <summary>One snippet, of a package with these facts.</summary>
    public static IndexDocument Of(Snippet snippet, string id, long downloads, DocumentFacts facts) => new(
        id,
        Start(snippet.Title, MostTitle),
        Start(snippet.Description, MostSummary),
        // Each word once, as in PostgreSQL: code that says a name ten times is not ten times as much about it.
        Body: DistinctWords.Of(snippet.Code, DocumentTerms.MostBodyTerms),
        Downloads: downloads,
        Facts: facts,
        // A signature says little but its words, and a package has thousands.
        HasVector: snippet.Kind is SnippetKind.Readme or SnippetKind.Example or SnippetKind.Doctest,
        Snippet: new IndexedSnippet(
            snippet.Kind,
            snippet.Language is { } language ? string.IsInterned(language) ?? language : null,
            JsonSerializer.SerializeToUtf8Bytes(snippet, SingularityJson.Default.Snippet)));

    public static DocumentFacts Facts(PackageRecord package)
    {
        var listed = package.Versions.FirstOrDefault(version => version.Version == package.Version);
        return new DocumentFacts(
            package.Ecosystem,
            package.Version,
            package.License,
            AdvisorySeverity.Rank(package.Advisories),
            package.Deprecated is not null || listed is { Yanked: true } or { Deprecated: true },
            listed?.Published);
    }

    private static string Start(string? text, int length) => text is null ? "" : text.Length > length ? text[..length] : text;
}
