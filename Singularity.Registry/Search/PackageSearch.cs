using System.Data.Common;
using LiteDB;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>Asks the first source that can answer, and makes one answer of the packages and snippets that it found.</summary>
/// <param name="sources">In the order in which they are asked.</param>
internal sealed class PackageSearch(IReadOnlyList<ISearchSource> sources, ILogger<PackageSearch> logger)
{
    public const string NoneAnswers = "Neither PostgreSQL nor the embedded file answers; see the health page of the registry service, or './singularity doctor'.";

    /// <summary>Snippets to choose from, so that one package need not fill the answer and a budget can be filled.</summary>
    private const int SnippetCandidates = 100;

    /// <summary>Null when no source answers.</summary>
    public async Task<SearchAnswer?> FindAsync(SearchQuestion question, CancellationToken cancellationToken)
    {
        var packages = question.Packages ? await AskAsync(sources, source => source.FindPackagesAsync(question.Need, cancellationToken)) : null;
        var snippets = question.Snippets ? await AskForSnippetsAsync(question.Need, cancellationToken) : null;
        return (packages is null && question.Packages) || (snippets is null && question.Snippets) ? null
            : Answer(question, (packages ?? snippets)!.Value.By, packages?.Findings ?? SearchFindings.None, snippets?.Findings ?? SearchFindings.None);
    }

    /// <summary>Snippets to choose from, best first; null when no source answers.</summary>
    public async Task<SearchFindings?> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) =>
        (await AskForSnippetsAsync(need, cancellationToken))?.Findings;

    private async Task<(SearchFindings Findings, ServedBy By)?> AskForSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) =>
        await AskAsync(sources.Where(static source => source.HoldsSnippets), source => source.FindSnippetsAsync(need with { Limit = SnippetCandidates }, cancellationToken))
            is var (found, by) ? (found with { Hits = SnippetSpread.Spread(found.Hits) }, by) : null;

    private static SearchAnswer Answer(SearchQuestion question, ServedBy servedBy, SearchFindings packages, SearchFindings snippets)
    {
        var (need, asked) = (question.Need, question.Packages ? packages : snippets);
        return new SearchAnswer(
            need.Text,
            SearchModes.Name(asked.Searched ?? need.Mode),
            servedBy,
            HitMerge.Merge(packages.Hits, SnippetPacking.Pack(snippets.Hits, need.Limit, question.TokenBudget).Hits, need.Limit),
            packages.Notice ?? snippets.Notice,
            asked.Model);
    }

    private async Task<(SearchFindings Findings, ServedBy By)?> AskAsync(IEnumerable<ISearchSource> asked, Func<ISearchSource, Task<SearchFindings>> question)
    {
        foreach (var source in asked.Where(static source => source.IsReady))
        {
            try
            {
                return (await question(source), source.Name);
            }
            catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
            {
                SearchLog.SourceSkipped(logger, source.Name, exception.Message);
            }
        }

        return null;
    }
}
