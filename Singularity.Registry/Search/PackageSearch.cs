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
    public async Task<SearchAnswer?> FindAsync(SearchQuestion question, CancellationToken cancellationToken) =>
        await AskAsync(async source =>
        {
            var packages = question.Packages ? await source.FindPackagesAsync(question.Need, cancellationToken) : SearchFindings.None;
            var snippets = question.Snippets ? await FindSnippetsAsync(source, question.Need, cancellationToken) : SearchFindings.None;
            return Answer(question, source.Name, packages, snippets);
        });

    /// <summary>Snippets to choose from, best first; null when no source answers.</summary>
    public Task<SearchFindings?> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) =>
        AskAsync(source => FindSnippetsAsync(source, need, cancellationToken));

    private static async Task<SearchFindings> FindSnippetsAsync(ISearchSource source, SearchNeed need, CancellationToken cancellationToken)
    {
        var found = await source.FindSnippetsAsync(need with { Limit = SnippetCandidates }, cancellationToken);
        return found with { Hits = SnippetSpread.Spread(found.Hits) };
    }

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

    private async Task<T?> AskAsync<T>(Func<ISearchSource, Task<T>> question)
        where T : class
    {
        foreach (var source in sources.Where(static source => source.IsReady))
        {
            try
            {
                return await question(source);
            }
            catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
            {
                SearchLog.SourceSkipped(logger, source.Name, exception.Message);
            }
        }

        return null;
    }
}
