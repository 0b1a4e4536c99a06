using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.list</summary>
internal class ListEndpoint(PackageStores stores) : PackageEndpoint<ListPackages>(SingularityJson.Default.ListPackages)
{
    public const int MaxLimit = 500;

    public override string Name => "list";

    public override string Subject(Subjects subjects) => subjects.List;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(ListPackages request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit)
        {
            return Replies.BadRequest($"limit is from 1 to {MaxLimit}.");
        }

        if (request.After is { } after && Contracts.Identity.PackageKey.Parse(after) is null)
        {
            return Replies.BadRequest("after is the value 'next' of the page before.");
        }

        return await stores.AskAsync(store => store.ListAsync(request, cancellationToken)) is var (page, _)
            ? Replies.From(page, SingularityJson.Default.PackagePage)
            : new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, PackageStores.NoneAnswers);
    }
}

/// <summary>packages.storage.search: the same page, by name prefix.</summary>
internal sealed class PrefixSearchEndpoint(PackageStores stores) : ListEndpoint(stores)
{
    public override string Name => "search";

    public override string Subject(Subjects subjects) => subjects.StorageSearch;
}
