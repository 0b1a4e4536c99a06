using Npgsql;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>PostgreSQL's keyword search as a source.</summary>
internal sealed class KeywordSource(NpgsqlDataSource dataSource) : ISearchSource
{
    public ServedBy Name => ServedBy.Postgres;

    public Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken) => FindAsync(need, SearchKinds.Package, cancellationToken);

    public Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) => FindAsync(need, SearchKinds.Snippet, cancellationToken);

    private async Task<SearchFindings> FindAsync(SearchNeed need, string kind, CancellationToken cancellationToken)
    {
        var filter = need.Filter;
        var request = new SearchPackages(
            need.Text, [kind], filter.Ecosystems, filter.License, need.Limit, SnippetKinds: filter.SnippetKinds, Language: filter.Language,
            MaxAdvisorySeverity: filter.WorstAdvisory is { } worst ? AdvisorySeverity.Limits.Split(", ")[worst] : null);
        var hits = await KeywordSearch.SearchAsync(dataSource, request, cancellationToken);
        return new SearchFindings(
            [.. hits.Where(hit => filter.Version is null || hit.Purl.EndsWith('@' + filter.Version, StringComparison.Ordinal))],
            need.Mode == IndexMode.Keyword ? null : "The in-process index is not ready yet, so words alone were searched.",
            IndexMode.Keyword);
    }
}
