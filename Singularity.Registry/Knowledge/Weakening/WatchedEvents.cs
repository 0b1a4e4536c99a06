using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>Passes events on, and notes the packages of which a version was stored.</summary>
internal sealed class WatchedEvents(IPackageEvents events, WeakeningQueue queue) : IPackageEvents
{
    public ValueTask CollectedAsync(PackageCollected collected, CancellationToken cancellationToken)
    {
        queue.Add(collected.Purl);
        return events.CollectedAsync(collected, cancellationToken);
    }

    public ValueTask FailedAsync(PackageFailed failed, CancellationToken cancellationToken) => events.FailedAsync(failed, cancellationToken);

    public ValueTask InvalidatedAsync(PackageInvalidated invalidated, CancellationToken cancellationToken) => events.InvalidatedAsync(invalidated, cancellationToken);
}
