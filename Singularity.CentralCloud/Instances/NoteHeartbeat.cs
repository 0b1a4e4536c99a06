using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Instances;

/// <summary>centralcloud.instances.heartbeat.</summary>
internal sealed class NoteHeartbeat(InstanceStore store, TimeProvider time)
{
    public async Task<ServiceReply<CentralInstance>> HandleAsync(InstanceHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var problem = InstanceId.Problem(heartbeat.InstanceId)
            ?? (heartbeat.Machine is { } machine ? InstanceId.Problem(machine, "machine") : null)
            ?? (heartbeat.Backlog < 0 ? "backlog is 0 or more." : null);
        if (problem is not null)
        {
            return new ServiceReply<CentralInstance>.Failed(ErrorCodes.BadRequest, problem);
        }

        return await store.TouchAsync(heartbeat, time.GetUtcNow(), cancellationToken) is { } instance
            ? instance
            : new ServiceReply<CentralInstance>.Failed(ErrorCodes.NotFound, $"Instance {heartbeat.InstanceId} is not known; it must say hello first.");
    }
}
