using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.search_by_tags</summary>
internal sealed class FindByTagsEndpoint(PackageStores stores) : PackageEndpoint<FindByTags>(SingularityJson.Default.FindByTags)
{
    public override string Name => "search_by_tags";

    public override string Subject(Subjects subjects) => subjects.FindByTags;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(FindByTags request, CancellationToken cancellationToken)
    {
        if (request.Tags is not { Count: > 0 and <= 32 })
        {
            return Replies.BadRequest("tags holds from 1 to 32 keywords.");
        }

        if (request.Limit is < 1 or > ListEndpoint.MaxLimit)
        {
            return Replies.BadRequest($"limit is from 1 to {ListEndpoint.MaxLimit}.");
        }

        return await stores.AskAsync(store => store.FindByTagsAsync(request, cancellationToken)) is var (page, _)
            ? Replies.From(page, SingularityJson.Default.PackagePage)
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageStores.NoneAnswers);
    }
}
