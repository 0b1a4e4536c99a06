using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Knowledge;
using Singularity.Registry.Search;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.search</summary>
internal sealed class SearchEndpoint(PackageSearch search, IPatternJoin patterns, TimeProvider timeProvider)
    : PackageEndpoint<SearchPackages>(SingularityJson.Default.SearchPackages)
{
    public override string Name => "registry-search";

    public override string Subject(Subjects subjects) => subjects.Search;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(SearchPackages request, CancellationToken cancellationToken)
    {
        if (!SearchQuestion.TryRead(request, timeProvider.GetUtcNow(), out var question, out var problem))
        {
            return Replies.BadRequest(problem);
        }

        return await search.FindAsync(question, cancellationToken) is { } answer
            ? Replies.From(await patterns.JoinAsync(answer, cancellationToken), SingularityJson.Default.SearchAnswer)
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageSearch.NoneAnswers);
    }
}
