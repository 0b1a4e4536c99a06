using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>
/// One place that may hold a package. A tier throws when it cannot answer; <see cref="GuardedTier"/> turns that into a skipped tier. Keys are
/// <see cref="Contracts.Identity.PackageKey"/>s.
/// </summary>
internal interface IPackageTier
{
    ServedBy Name { get; }

    ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken);

    ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a copy of what was read below, unless the key has changed meanwhile. Between the question and the moment at which readers find the copy no change is
    /// lost: a tier that compares with newer revisions and their markers has nothing to add, another asks where it cannot be told of a change at the same time.
    /// </summary>
    /// <param name="isCurrent">False once the key has changed since it was read.</param>
    ValueTask CopyAsync(string key, PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken) =>
        isCurrent() ? StoreAsync(key, entry, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Removes exactly this key.</summary>
    ValueTask RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Records held, or null when counting would cost more than a moment.</summary>
    ValueTask<long?> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A tier whose calls hold their thread until the place answers, however long that takes.</summary>
internal interface IBlockingTier : IPackageTier
{
    /// <summary>As <see cref="IPackageTier.FindAsync"/>, on the caller's thread.</summary>
    PackageEntry? Find(string key);
}
