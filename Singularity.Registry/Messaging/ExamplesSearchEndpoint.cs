using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.examples.search</summary>
internal sealed class ExamplesSearchEndpoint(PackageContents contents, PackageSearch search, ExampleRanking ranking)
    : PackageEndpoint<SearchExamples>(SingularityJson.Default.SearchExamples)
{
    private static readonly SnippetKind[] Examples = [SnippetKind.Readme, SnippetKind.Example, SnippetKind.Doctest];

    public override string Name => "examples-search";

    public override string Subject(Subjects subjects) => subjects.ExamplesSearch;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(SearchExamples request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > SearchQuestion.MostHits || request.TokenBudget is <= 0)
        {
            return Replies.BadRequest($"limit is from 1 to {SearchQuestion.MostHits}, and tokenBudget at least 1.");
        }

        var query = SearchQuestion.Text(request.Query ?? "");
        var bounded = request with
        {
            Query = query.Length == 0 ? null : query,
            Kinds = request.Kinds is { Count: > 0 } kinds ? kinds : Examples,
            Language = string.IsNullOrWhiteSpace(request.Language) ? null : request.Language.Trim().ToLowerInvariant(),
        };
        return string.IsNullOrWhiteSpace(request.Package) ? await SearchAllAsync(bounded, cancellationToken) : await SearchPackageAsync(bounded, cancellationToken);
    }

    private async Task<ServiceReply<byte[]>> SearchPackageAsync(SearchExamples request, CancellationToken cancellationToken)
    {
        if (PackageSpec.Parse(request.Package!, out var problem) is not { } spec)
        {
            return Replies.BadRequest(problem!);
        }

        var (lookup, package) = await contents.ReadAsync(spec, cancellationToken);
        if (package is null)
        {
            return Replies.From(lookup);
        }

        var filter = new SearchFilter(SnippetKinds: request.Kinds, Language: request.Language);
        var wanted = package.Snippets.Where(snippet => filter.Accepts(snippet.Kind, snippet.Language)).ToList();
        if (request.Query is { } query)
        {
            return Answer(request, package.Package.Purl, ranking.Rank(query, package.Package, wanted), null);
        }

        var (taken, tokens) = ExampleRanking.Take(
            ExampleRanking.InOrder(wanted), request.Limit, Math.Min(request.TokenBudget ?? SnippetPacking.MostTokens, SnippetPacking.MostTokens));
        return Answer(new ExamplesAnswer(null, package.Package.Purl, taken, tokens, wanted.Count - taken.Count));
    }

    private async Task<ServiceReply<byte[]>> SearchAllAsync(SearchExamples request, CancellationToken cancellationToken)
    {
        if (request.Query is null)
        {
            return Replies.BadRequest("Say in query what you look for, or name a package.");
        }

        var need = new SearchNeed(request.Query, IndexMode.Hybrid, request.Limit, new SearchFilter(SnippetKinds: request.Kinds, Language: request.Language));
        return await search.FindSnippetsAsync(need, cancellationToken) is { } found
            ? Answer(request, null, found.Hits, found.Notice)
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageSearch.NoneAnswers);
    }

    private static ServiceReply<byte[]> Answer(SearchExamples request, string? package, IReadOnlyList<SearchHit> ranked, string? notice)
    {
        var packed = SnippetPacking.Pack(ranked, request.Limit, request.TokenBudget);
        return Answer(new ExamplesAnswer(
            request.Query, package, [.. packed.Hits.Select(static hit => hit.Snippet!)], packed.Tokens, packed.LeftOut, notice));
    }

    private static ServiceReply<byte[]> Answer(ExamplesAnswer answer) => Replies.From(answer, SingularityJson.Default.ExamplesAnswer);
}
