using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Parking;

/// <summary>centralcloud.knowledge.parked.</summary>
internal sealed class ListParkedMessages(ParkedStore store)
{
    private const int MaxLimit = 100;

    public async Task<ServiceReply<ParkedPage>> HandleAsync(ListParked request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit || request.After < 0)
        {
            return new ServiceReply<ParkedPage>.Failed(ErrorCodes.BadRequest, $"limit is 1 to {MaxLimit}, and after is 0 or more.");
        }

        var found = await store.ListAsync(request.After, request.Limit + 1, cancellationToken);
        return found.Count > request.Limit
            ? new ParkedPage(found.GetRange(0, request.Limit), found[request.Limit - 1].Id)
            : new ParkedPage(found, null);
    }
}
