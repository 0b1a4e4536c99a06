using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Collecting;

/// <summary>Tells others what happened to packages: over NATS in the service, nobody in the CLI without servers.</summary>
internal interface IPackageEvents
{
    ValueTask CollectedAsync(PackageCollected collected, CancellationToken cancellationToken);

    ValueTask FailedAsync(PackageFailed failed, CancellationToken cancellationToken);

    ValueTask InvalidatedAsync(PackageInvalidated invalidated, CancellationToken cancellationToken);
}

/// <summary>No one listens.</summary>
internal sealed class NoPackageEvents : IPackageEvents
{
    public ValueTask CollectedAsync(PackageCollected collected, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FailedAsync(PackageFailed failed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask InvalidatedAsync(PackageInvalidated invalidated, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>A store beside the truth that keeps record and snippets too: the embedded file, in the service.</summary>
internal interface IPackageCopy
{
    /// <summary>Never throws for a store that is down; the copy is then missing until the next write or read.</summary>
    /// <param name="withSnippets">False when the snippets are as they were.</param>
    ValueTask CopyAsync(CollectedPackage package, PackageEntry entry, bool withSnippets, CancellationToken cancellationToken);
}
