using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;
using Singularity.Registry.Upstreams;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.stats</summary>
internal sealed class StatsEndpoint(PackageTiers tiers, PackageStores stores, UpstreamCounters upstream, InstanceIdentity instance, TimeProvider timeProvider)
    : PackageEndpoint
{
    public override string Name => "stats";

    public override string Subject(Subjects subjects) => subjects.Stats;

    public override async Task<ServiceReply<byte[]>> HandleAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var counts = await stores.AskAsync(store => store.CountAsync(cancellationToken));
        var stats = new StorageStats(
            instance.Name,
            (long)timeProvider.GetElapsedTime(instance.Started).TotalMilliseconds,
            await tiers.ReadStatsAsync(cancellationToken),
            counts?.Answer ?? [],
            upstream.Snapshot());
        return Replies.From(stats, SingularityJson.Default.StorageStats);
    }
}

/// <summary>Which instance answers.</summary>
/// <param name="Started">A timestamp of the time provider.</param>
internal sealed record InstanceIdentity(string Name, long Started);
