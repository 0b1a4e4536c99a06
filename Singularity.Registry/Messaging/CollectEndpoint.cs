using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Upstreams;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.collect, with progress on packages.registry.progress.{jobId}.</summary>
internal sealed class CollectEndpoint(PackageCollector collector, IPackageEvents events, ICollectProgressSink progress, CollectGate gate, TimeProvider timeProvider)
    : PackageEndpoint<CollectPackage>(SingularityJson.Default.CollectPackage)
{
    public override string Name => "collect";

    public override string Subject(Subjects subjects) => subjects.Collect;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(CollectPackage request, CancellationToken cancellationToken)
    {
        if (PackageSpec.Create(request.Ecosystem, request.Name, request.Version, out var problem) is not { } spec)
        {
            return Replies.BadRequest(problem!);
        }

        if (request.JobId is { } given && !JobIds.IsValid(given))
        {
            return Replies.BadRequest(JobIds.Rule);
        }

        if (!gate.TryEnter())
        {
            return new ServiceReply<byte[]>.Failed(
                ErrorCodes.Busy, $"{CollectGate.Limit} packages are being collected already; try {spec} again in a few seconds.", TimeSpan.FromSeconds(5));
        }

        try
        {
            return await CollectAsync(spec, request, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<ServiceReply<byte[]>> CollectAsync(PackageSpec spec, CollectPackage request, CancellationToken cancellationToken)
    {
        var jobId = request.JobId ?? Guid.CreateVersion7(timeProvider.GetUtcNow()).ToString("N");
        var started = timeProvider.GetTimestamp();
        var outcome = await collector.CollectAsync(
            new CollectRequest(spec, request.Force), new JobProgress(progress, jobId, spec.Purl), cancellationToken);
        switch (outcome)
        {
            case CollectOutcome.Collected { NotStored: { } reason }:
                return await FailAsync(spec, ErrorCodes.Unavailable, reason, null, cancellationToken);
            case CollectOutcome.Collected collected:
                progress.Report(new CollectProgress(jobId, collected.Package.Package.Purl, "done", 1, 1));
                return Replies.From(
                    new CollectReport(
                        jobId, collected.Package.Package with { Readme = null }, collected.Package.Snippets.Count, collected.Package.Package.Dependencies.Count,
                        collected.Bytes, (long)timeProvider.GetElapsedTime(started).TotalMilliseconds)
                    {
                        Kinds = SnippetSample.Count(collected.Package.Snippets),
                        Sample = SnippetSample.Take(collected.Package.Snippets),
                    },
                    SingularityJson.Default.CollectReport);
            case CollectOutcome.Missing missing:
                return await FailAsync(spec, ErrorCodes.NotFound, missing.Message, null, cancellationToken);
            case CollectOutcome.Failed failed:
                return await FailAsync(spec, failed.Code, failed.Message, failed.RetryAfter, cancellationToken);
            default:
                throw new InvalidOperationException("The closed union CollectOutcome has a member that is not handled.");
        }
    }

    private async Task<ServiceReply<byte[]>> FailAsync(PackageSpec spec, int code, string message, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        await events.FailedAsync(
            new PackageFailed(PackageUrl.Format(spec.Ecosystem, spec.Name, spec.Version), code, message, timeProvider.GetUtcNow()), cancellationToken);
        return new ServiceReply<byte[]>.Failed(code, message, retryAfter);
    }

    private sealed class JobProgress(ICollectProgressSink sink, string jobId, string purl) : IProgress<UpstreamProgress>
    {
        public void Report(UpstreamProgress value) => sink.Report(new CollectProgress(jobId, purl, value.Stage, value.Done, value.Total));
    }
}

/// <summary>Where progress goes: over NATS in the service, to the terminal in the CLI without servers. Never blocks the work.</summary>
internal interface ICollectProgressSink
{
    void Report(CollectProgress progress);
}
