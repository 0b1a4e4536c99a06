using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Instances;

/// <summary>centralcloud.instances.heartbeat.</summary>
internal sealed class NoteHeartbeat(InstanceStore store, TimeProvider time)
{
    public async Task<ServiceReply<CentralInstance>> HandleAsync(InstanceHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (InstanceId.Problem(heartbeat.InstanceId) is { } problem)
        {
            return new ServiceReply<CentralInstance>.Failed(ErrorCodes.BadRequest, problem);
        }

        return await store.TouchAsync(heartbeat.InstanceId, time.GetUtcNow(), cancellationToken) is { } instance
            ? instance
            : new ServiceReply<CentralInstance>.Failed(ErrorCodes.NotFound, $"Instance {heartbeat.InstanceId} is not known; it must say hello first.");
    }
}
