using System.Diagnostics.CodeAnalysis;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search;

/// <summary>A request that was checked.</summary>
/// <param name="TokenBudget">Of the snippets' code together.</param>
internal sealed record SearchQuestion(SearchNeed Need, bool Packages, bool Snippets, int? TokenBudget)
{
    public const int MostHits = 100;

    private const int MostDays = 36_500;

    /// <summary>Reads a request, or says what is wrong with it.</summary>
    public static bool TryRead(
        SearchPackages request, DateTimeOffset now, [NotNullWhen(true)] out SearchQuestion? question, [NotNullWhen(false)] out string? problem)
    {
        question = null;
        problem = Problem(request);
        if (problem is not null)
        {
            return false;
        }

        var filter = new SearchFilter(
            request.Ecosystems,
            Given(request.License),
            request.MaxAdvisorySeverity is { } worst ? AdvisorySeverity.LimitRank(worst) : null,
            request.MaxAgeDays is { } days ? now.AddDays(-days) : null,
            Given(request.Version),
            request.SnippetKinds,
            Given(request.Language)?.ToLowerInvariant());
        question = new SearchQuestion(
            new SearchNeed(Text(request.Query), SearchModes.Parse(request.Mode)!.Value, request.Limit, filter),
            SearchKinds.Wants(request, SearchKinds.Package),
            SearchKinds.Wants(request, SearchKinds.Snippet),
            request.TokenBudget);
        return true;
    }

    /// <summary>PostgreSQL holds no NUL character, and words past the first thousand characters describe no need better.</summary>
    public static string Text(string query)
    {
        query = query.Replace('\0', ' ').Trim();
        return query.Length > IndexQuery.MostCharacters ? query[..IndexQuery.MostCharacters] : query;
    }

    private static string? Problem(SearchPackages request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Query?.Replace('\0', ' ')) => "query is missing: say in a few words what you look for.",
        { Limit: < 1 or > MostHits } => $"limit is from 1 to {MostHits}.",
        _ when SearchModes.Parse(request.Mode) is null => $"mode knows {SearchModes.Names}, not '{PackageName.Display(request.Mode ?? "")}'.",
        { Kinds: { } kinds } when kinds.Any(static kind => !IsKind(kind)) =>
            $"kinds knows 'package' and 'snippet', not '{PackageName.Display(kinds.First(static kind => !IsKind(kind)) ?? "null")}'.",
        { Ecosystems: { } ecosystems } when !ecosystems.All(Enum.IsDefined) =>
            $"ecosystems knows {string.Join(", ", Contracts.Identity.Ecosystems.All.Select(static known => known.PurlType()))}.",
        { SnippetKinds: { } kinds } when !kinds.All(Enum.IsDefined) =>
            $"snippetKinds knows {string.Join(", ", Enum.GetValues<SnippetKind>().Select(Storage.SnippetKinds.Name))}.",
        { MaxAdvisorySeverity: { } worst } when AdvisorySeverity.LimitRank(worst) is null =>
            $"maxAdvisorySeverity knows {AdvisorySeverity.Limits}, not '{PackageName.Display(worst)}'.",
        { MaxAgeDays: < 1 or > MostDays } => $"maxAgeDays is from 1 to {MostDays}.",
        { TokenBudget: < 1 } => "tokenBudget is at least 1.",
        _ => null,
    };

    private static bool IsKind(string? kind) => kind is SearchKinds.Package or SearchKinds.Snippet;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Replace('\0', ' ').Trim();
}
