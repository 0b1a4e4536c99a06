using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search;
using Singularity.Registry.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.search</summary>
internal sealed class SearchEndpoint(PackageStores stores) : PackageEndpoint<SearchPackages>(SingularityJson.Default.SearchPackages)
{
    private const int MaxQuery = 1_000;
    private const int MaxLimit = 100;

    public override string Name => "registry-search";

    public override string Subject(Subjects subjects) => subjects.Search;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(SearchPackages request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Query))
        {
            return Replies.BadRequest("query is missing: say in a few words what you look for.");
        }

        if (request.Limit is < 1 or > MaxLimit)
        {
            return Replies.BadRequest($"limit is from 1 to {MaxLimit}.");
        }

        if (request.Mode is not "keyword")
        {
            return Replies.BadRequest($"mode knows 'keyword', not '{PackageName.Display(request.Mode)}'.");
        }

        if (request.Kinds?.FirstOrDefault(static kind => kind is not (SearchKinds.Package or SearchKinds.Snippet)) is { } unknown)
        {
            return Replies.BadRequest($"kinds knows 'package' and 'snippet', not '{PackageName.Display(unknown)}'.");
        }

        if (request.MaxAdvisorySeverity is { } worst && AdvisorySeverity.LimitRank(worst) is null)
        {
            return Replies.BadRequest($"maxAdvisorySeverity knows {AdvisorySeverity.Limits}, not '{PackageName.Display(worst)}'.");
        }

        // PostgreSQL holds no NUL character, and words past the first thousand characters describe no need better.
        var query = request.Query.Replace('\0', ' ');
        var bounded = request with { Query = query.Length > MaxQuery ? query[..MaxQuery] : query };
        return await stores.AskAsync(store => store.SearchAsync(bounded, cancellationToken)) is var (hits, store)
            ? Replies.From(new SearchAnswer(bounded.Query, bounded.Mode, store.Name, hits), SingularityJson.Default.SearchAnswer)
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageStores.NoneAnswers);
    }
}
