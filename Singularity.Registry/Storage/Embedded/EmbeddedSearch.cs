using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Keyword search over the embedded file: BM25 over a scan of names, summaries, keywords and snippets.</summary>
internal static class EmbeddedSearch
{
    public static IReadOnlyList<SearchHit> Search(EmbeddedDatabase database, SearchPackages request, Func<string, IReadOnlyList<Snippet>> readSnippets)
    {
        var packages = database.Packages.FindAll()
            .Where(p => (request.License is null || p.License == request.License)
                && Ecosystems.TryParse(p.Ecosystem, out var ecosystem)
                && (request.Ecosystems is not { Count: > 0 } only || only.Contains(ecosystem)))
            .ToList();
        var worst = request.MaxAdvisorySeverity is { } limit ? AdvisorySeverity.LimitRank(limit) : null;
        var hits = new List<SearchHit>();
        if (SearchKinds.Wants(request, SearchKinds.Package))
        {
            var shown = worst is null ? packages : packages.Where(p => Rank(database, p) <= worst);
            hits.AddRange(Bm25.Rank(request.Query, [.. shown], PackageText, request.Limit).Select(hit => new SearchHit(
                SearchKinds.Package, Purl(hit.Item), hit.Item.Name, hit.Item.Description,
                hit.Score + (hit.Item.Name.Equals(request.Query.Trim(), StringComparison.OrdinalIgnoreCase) ? 10 : 0),
                QueryTerms.FoundIn(request.Query, PackageText(hit.Item)))));
        }

        if (SearchKinds.Wants(request, SearchKinds.Snippet))
        {
            var allowed = packages.Select(static p => p.Id).ToHashSet(StringComparer.Ordinal);
            var snippets = database.Versions.FindAll().Where(v => allowed.Contains(v.PackageId) && (worst is null || v.AdvisoryRank <= worst)).Select(static v => v.Id).ToList()
                .SelectMany(readSnippets)
                .Where(s => (request.SnippetKinds is not { Count: > 0 } kinds || kinds.Contains(s.Kind)) && (request.Language is null || s.Language == request.Language))
                .ToList();
            hits.AddRange(Bm25.Rank(request.Query, snippets, SnippetText, request.Limit).Select(hit => new SearchHit(
                SearchKinds.Snippet, hit.Item.Purl, hit.Item.Title, hit.Item.Description, hit.Score,
                QueryTerms.FoundIn(request.Query, SnippetText(hit.Item)), hit.Item)));
        }

        return [.. hits.OrderByDescending(static h => h.Score).Take(request.Limit)];
    }

    private static int Rank(EmbeddedDatabase database, EmbeddedPackage package) => Ecosystems.TryParse(package.Ecosystem, out var ecosystem)
        ? database.Versions.FindById(PackageKey.For(ecosystem, package.Name, package.ShownVersion))?.AdvisoryRank ?? 0
        : 0;

    private static string Purl(EmbeddedPackage package) =>
        PackageUrl.Format(Ecosystems.TryParse(package.Ecosystem, out var ecosystem) ? ecosystem : default, package.Name, package.ShownVersion);

    // The name counts three times: a word of the name says more than one of the summary.
    private static string PackageText(EmbeddedPackage package) =>
        $"{package.Name} {package.Name} {package.Name} {string.Join(' ', package.Keywords)} {package.Description}";

    private static string SnippetText(Snippet snippet) => $"{snippet.Title} {snippet.Title} {snippet.Description} {snippet.Code}";
}
