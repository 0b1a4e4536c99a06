using System.ComponentModel;
using Singularity.Api.Problems;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class SearchEndpoint
{
    private const int MaxQuery = 1_000;
    private const int MaxLimit = 100;
    private const int MaxDays = 36_500;

    private static readonly string[] Known =
        ["q", "kinds", "ecosystems", "license", "limit", "mode", "maxAdvisorySeverity", "snippetKinds", "language", "version", "maxAgeDays", "tokenBudget"];

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGet("/search", HandleAsync)
        .WithName("Search")
        .WithSummary("Packages and snippets that answer a need, best first")
        .WithDescription("Every hit says what its score is made of. A parameter that is not known is an error.")
        .Produces<SearchAnswer>()
        .ProducesQueryProblems();

    private static async Task<IResult> HandleAsync(
        [Description("What you look for, in a few words; at most 1,000 characters.")] string? q,
        [Description("package and/or snippet, with commas; both when left out.")] string? kinds,
        [Description("npm, cargo, hex, nuget, pypi, with commas; all when left out.")] string? ecosystems,
        [Description("Only this SPDX expression.")] string? license,
        [Description("Hits, 1 to 100; 10 when left out.")] int? limit,
        [Description("keyword (words), semantic (meaning) or hybrid (both); hybrid when left out.")] string? mode,
        [Description("none, low, medium, high or critical: packages with a worse known advisory are left out.")] string? maxAdvisorySeverity,
        [Description("Of snippets: readme, example, doctest, signature, changelog, with commas; all when left out.")] string? snippetKinds,
        [Description("Only snippets in this language, such as typescript.")] string? language,
        [Description("Only this exact version.")] string? version,
        [Description("Only versions published within so many days, 1 to 36,500.")] int? maxAgeDays,
        [Description("The most tokens that the snippets' code may have together, from 1.")] int? tokenBudget,
        HttpRequest request,
        RegistryClient registry,
        CancellationToken cancellationToken)
    {
        if (request.Query.Keys.FirstOrDefault(static name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            return ServiceProblems.BadRequest($"'{PackageName.Display(unknown)}' is no parameter; known are {string.Join(", ", Known)}.");
        }

        if (string.IsNullOrWhiteSpace(q) || q.Length > MaxQuery)
        {
            return ServiceProblems.BadRequest($"q is what to search for, in 1 to {MaxQuery} characters.");
        }

        var wanted = Split(kinds);
        if (Problem(wanted, limit, mode, maxAdvisorySeverity, maxAgeDays, tokenBudget) is { } wrong)
        {
            return ServiceProblems.BadRequest(wrong);
        }

        List<Ecosystem>? only = null;
        foreach (var text in Split(ecosystems) ?? [])
        {
            if (!PackageAddress.TryReadEcosystem(text, out var ecosystem, out var problem))
            {
                return problem;
            }

            (only ??= []).Add(ecosystem);
        }

        List<SnippetKind>? parts = null;
        foreach (var text in Split(snippetKinds) ?? [])
        {
            if (!Enum.TryParse<SnippetKind>(text, ignoreCase: true, out var part) || !Enum.IsDefined(part) || char.IsAsciiDigit(text[0]))
            {
                return ServiceProblems.BadRequest($"'{PackageName.Display(text)}' is no kind of snippet; use readme, example, doctest, signature or changelog.");
            }

            (parts ??= []).Add(part);
        }

        var search = new SearchPackages(
            q.Trim(), wanted, only, Given(license), limit ?? 10, mode ?? "hybrid", maxAdvisorySeverity, parts, Given(language), Given(version),
            maxAgeDays, tokenBudget);
        var reply = await registry.SearchAsync(search, cancellationToken);
        return reply.ToResult();
    }

    private static string? Problem(string[]? kinds, int? limit, string? mode, string? severity, int? days, int? tokens) =>
        kinds?.FirstOrDefault(static kind => kind is not ("package" or "snippet")) is { } kind
            ? $"'{PackageName.Display(kind)}' is not a kind; use package, snippet or both."
        : limit is < 1 or > MaxLimit ? $"limit is 1 to {MaxLimit}."
        : mode is not (null or "keyword" or "semantic" or "hybrid") ? $"'{PackageName.Display(mode)}' is not a mode; use keyword, semantic or hybrid."
        : severity is not (null or "none" or "low" or "medium" or "high" or "critical") ? "maxAdvisorySeverity is none, low, medium, high or critical."
        : days is < 1 or > MaxDays ? $"maxAgeDays is 1 to {MaxDays}."
        : tokens < 1 ? "tokenBudget is at least 1."
        : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string[]? Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? parts : null;
}
