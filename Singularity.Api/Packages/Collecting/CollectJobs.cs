using System.Collections.Concurrent;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Packages.Collecting;

/// <summary>
/// Collections started by this instance, which go on when their caller leaves. Ended ones are kept for an hour; they are views of work that
/// the registry does, so nothing is lost with them.
/// </summary>
internal sealed class CollectJobs(
    RegistryClient registry, INatsConnection connection, Subjects subjects, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<CollectJobs> logger)
{
    private const int MostRunning = 64;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, CollectJob> _jobs = new();

    /// <summary>Null when too many are running already.</summary>
    public CollectJob? Start(PackageSpec spec, bool force)
    {
        foreach (var (old, _) in _jobs.Where(job => job.Value.Reply.IsCompleted && time.GetUtcNow() - job.Value.StartedAt > Kept))
        {
            _jobs.TryRemove(old, out _);
        }

        if (_jobs.Values.Count(running => !running.Reply.IsCompleted) >= MostRunning)
        {
            return null;
        }

        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var reply = new TaskCompletionSource<ServiceReply<CollectReport>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new CollectJob(id, spec.ToString(), time.GetUtcNow()) { Reply = reply.Task };
        _jobs[id] = job;
        _ = RunAsync(job, new CollectPackage(spec.Ecosystem, spec.Name, spec.Version, force, id), reply);
        return job;
    }

    public CollectJob? Find(string id) => _jobs.GetValueOrDefault(id);

    private async Task RunAsync(CollectJob job, CollectPackage request, TaskCompletionSource<ServiceReply<CollectReport>> reply)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        var progress = FollowProgressAsync(job, request.JobId!, ended.Token);
        ServiceReply<CollectReport> outcome;
        try
        {
            outcome = await registry.CollectAsync(request, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            outcome = new ServiceReply<CollectReport>.Failed(ErrorCodes.Unavailable, "The API is stopping; ask again when it is back.");
        }

        await ended.CancelAsync();
        await progress;
        job.Finish(outcome);
        reply.SetResult(outcome);
    }

    private async Task FollowProgressAsync(CollectJob job, string id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in connection.SubscribeAsync<CollectProgress>(subjects.Progress(id), cancellationToken: cancellationToken))
            {
                if (message is { Error: null, Data: { } progress })
                {
                    job.Report(progress);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (NatsException exception)
        {
            CollectLog.NoProgress(logger, id, exception);
        }
    }
}

internal static partial class CollectLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Progress of job {JobId} cannot be followed; the job itself goes on.")]
    public static partial void NoProgress(ILogger logger, string jobId, Exception exception);
}
