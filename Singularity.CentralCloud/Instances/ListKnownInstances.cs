using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Instances;

/// <summary>centralcloud.instances.list.</summary>
internal sealed class ListKnownInstances(InstanceStore store, TimeProvider time)
{
    private const int MaxLimit = 500;

    public async Task<ServiceReply<InstancePage>> HandleAsync(ListInstances request, CancellationToken cancellationToken)
    {
        var problem = request.Limit is < 1 or > MaxLimit ? $"limit is 1 to {MaxLimit}." : request.After is { } after ? InstanceId.Problem(after) : null;
        if (problem is not null)
        {
            return new ServiceReply<InstancePage>.Failed(ErrorCodes.BadRequest, problem);
        }

        var found = await store.ListAsync(request.After, request.Limit + 1, time.GetUtcNow(), cancellationToken);
        return found.Count > request.Limit
            ? new InstancePage(found.GetRange(0, request.Limit), found[request.Limit - 1].InstanceId)
            : new InstancePage(found, null);
    }
}
