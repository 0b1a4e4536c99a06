using Singularity.CentralCloud.Instances;
using Singularity.Contracts.CentralCloud;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Stats;

/// <summary>centralcloud.stats.</summary>
internal sealed class ReadStats(InstanceStore store, TimeProvider time)
{
    private static readonly string Version = typeof(ReadStats).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private readonly long _started = time.GetTimestamp();

    public async Task<ServiceReply<CentralCloudStats>> HandleAsync(CancellationToken cancellationToken) => new CentralCloudStats(
        Version, (long)time.GetElapsedTime(_started).TotalMilliseconds, await store.CountAsync(cancellationToken));
}
