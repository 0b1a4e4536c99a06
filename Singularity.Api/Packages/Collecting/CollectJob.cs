using System.Runtime.CompilerServices;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Packages.Collecting;

/// <summary>One collection under way. Followers see the latest state, not every step: a slow one holds nothing up.</summary>
internal sealed class CollectJob(string id, string package, DateTimeOffset startedAt)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();

    public CollectJobStatus Status { get; private set; } = new(id, package, CollectJobStatus.Running, startedAt);

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The service's reply; never fails.</summary>
    public required Task<ServiceReply<CollectReport>> Reply { get; init; }

    public void Report(CollectProgress progress) => Change(status => status.State == CollectJobStatus.Running ? status with { Progress = progress } : status);

    public void Finish(ServiceReply<CollectReport> reply) => Change(status => reply switch
    {
        ServiceReply<CollectReport>.Ok ok => status with { State = CollectJobStatus.Done, Report = ok.Value },
        ServiceReply<CollectReport>.Failed failed => status with { State = CollectJobStatus.Failed, Code = failed.Code, Error = failed.Message },
        _ => status,
    });

    /// <summary>The state now and after each change, until the job has ended.</summary>
    public async IAsyncEnumerable<CollectJobStatus> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            CollectJobStatus status;
            lock (_gate)
            {
                (changed, status) = (_changed.Task, Status);
            }

            yield return status;
            if (status.State != CollectJobStatus.Running)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Func<CollectJobStatus, CollectJobStatus> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            Status = change(Status);
            (changed, _changed) = (_changed, New());
        }

        changed.TrySetResult();
    }
}
