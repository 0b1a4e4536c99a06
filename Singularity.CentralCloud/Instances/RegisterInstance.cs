using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Instances;

/// <summary>centralcloud.instances.hello.</summary>
internal sealed class RegisterInstance(InstanceStore store, TimeProvider time)
{
    public async Task<ServiceReply<CentralInstance>> HandleAsync(InstanceHello hello, CancellationToken cancellationToken)
    {
        var problem = InstanceId.Problem(hello.InstanceId)
            ?? InstanceId.TextProblem("name", hello.Name, 200)
            ?? InstanceId.TextProblem("version", hello.Version, 64)
            ?? (hello.Environment is { } environment ? InstanceId.TextProblem("environment", environment, 64) : null)
            ?? (hello.Machine is { } machine ? InstanceId.Problem(machine, "machine") : null);
        return problem is null
            ? await store.UpsertAsync(hello, time.GetUtcNow(), cancellationToken)
            : new ServiceReply<CentralInstance>.Failed(ErrorCodes.BadRequest, problem);
    }
}
