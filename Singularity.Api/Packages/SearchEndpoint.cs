using Singularity.Api.Problems;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class SearchEndpoint
{
    private const int MaxLimit = 100;
    private const int MaxQuery = 1_000;

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGet("/search", HandleAsync)
        .WithName("Search")
        .WithSummary("Packages and snippets that match words, best first")
        .WithDescription("kinds: package and/or snippet, with commas. ecosystems: with commas. license: an SPDX expression. mode: keyword. "
            + "maxAdvisorySeverity: none, low, medium, high or critical; packages with a worse known advisory are left out.")
        .Produces<SearchAnswer>()
        .ProducesQueryProblems();

    private static async Task<IResult> HandleAsync(
        string? q,
        string? kinds,
        string? ecosystems,
        string? license,
        int? limit,
        string? mode,
        string? maxAdvisorySeverity,
        RegistryClient registry,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(q) || q.Length > MaxQuery)
        {
            return ServiceProblems.BadRequest($"q is what to search for, in 1 to {MaxQuery} characters.");
        }

        if (limit is < 1 or > MaxLimit)
        {
            return ServiceProblems.BadRequest($"limit is 1 to {MaxLimit}.");
        }

        var wanted = Split(kinds);
        if (wanted?.FirstOrDefault(kind => kind is not ("package" or "snippet")) is { } unknown)
        {
            return ServiceProblems.BadRequest($"'{PackageName.Display(unknown)}' is not a kind; use package, snippet or both.");
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

        if (maxAdvisorySeverity is not (null or "none" or "low" or "medium" or "high" or "critical"))
        {
            return ServiceProblems.BadRequest("maxAdvisorySeverity is none, low, medium, high or critical.");
        }

        var request = new SearchPackages(
            q.Trim(), wanted, only, string.IsNullOrWhiteSpace(license) ? null : license, limit ?? 10, mode ?? "keyword", maxAdvisorySeverity);
        var reply = await registry.SearchAsync(request, cancellationToken);
        return reply.ToResult();
    }

    private static string[]? Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? parts : null;
}
