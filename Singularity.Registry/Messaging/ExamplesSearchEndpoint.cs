using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.examples.search</summary>
internal sealed class ExamplesSearchEndpoint(PackageContents contents, PackageStores stores)
    : PackageEndpoint<SearchExamples>(SingularityJson.Default.SearchExamples)
{
    private const int MaxQuery = 1_000;
    private const int MaxLimit = 100;

    /// <summary>Candidates asked of a store before the token budget is applied.</summary>
    private const int Candidates = 100;

    // Whole code of many snippets must stay within one NATS message.
    private const int MaxTokens = 200_000;

    private static readonly SnippetKind[] Examples = [SnippetKind.Readme, SnippetKind.Example, SnippetKind.Doctest];

    public override string Name => "examples-search";

    public override string Subject(Subjects subjects) => subjects.ExamplesSearch;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(SearchExamples request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit || request.TokenBudget is <= 0)
        {
            return Replies.BadRequest($"limit is from 1 to {MaxLimit}, and tokenBudget at least 1.");
        }

        var query = request.Query?.Replace('\0', ' ');
        query = query?.Length > MaxQuery ? query[..MaxQuery] : query;
        var bounded = request with
        {
            Query = string.IsNullOrWhiteSpace(query) ? null : query,
            Kinds = request.Kinds is { Count: > 0 } kinds ? kinds : Examples,
            Language = string.IsNullOrWhiteSpace(request.Language) ? null : request.Language.Trim().ToLowerInvariant(),
            TokenBudget = Math.Min(request.TokenBudget ?? MaxTokens, MaxTokens),
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

        var wanted = package.Snippets
            .Where(s => request.Kinds!.Contains(s.Kind) && (request.Language is null || s.Language == request.Language))
            .ToList();
        return Answer(request, package.Package.Purl, ExampleRanking.Rank(request.Query, wanted));
    }

    private async Task<ServiceReply<byte[]>> SearchAllAsync(SearchExamples request, CancellationToken cancellationToken)
    {
        if (request.Query is null)
        {
            return Replies.BadRequest("Say in query what you look for, or name a package.");
        }

        var search = new SearchPackages(request.Query, [SearchKinds.Snippet], Limit: Candidates, SnippetKinds: request.Kinds, Language: request.Language);
        return await stores.AskAsync(store => store.SearchAsync(search, cancellationToken)) is var (hits, _)
            ? Answer(request, null, [.. hits.Select(static hit => hit.Snippet).OfType<Snippet>()])
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageStores.NoneAnswers);
    }

    private static ServiceReply<byte[]> Answer(SearchExamples request, string? package, IReadOnlyList<Snippet> ranked)
    {
        var (taken, tokens) = ExampleRanking.Take(ranked, request.Limit, request.TokenBudget);
        return Replies.From(
            new ExamplesAnswer(request.Query, package, taken, tokens, ranked.Count - taken.Count), SingularityJson.Default.ExamplesAnswer);
    }
}
