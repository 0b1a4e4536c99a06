using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage;

/// <summary>
/// A durable home of packages: PostgreSQL in the service, the embedded file in the CLI and as the tier that survives restarts without a network.
/// </summary>
internal interface IPackageStore
{
    ServedBy Name { get; }

    /// <summary>The entry of a <see cref="PackageKey"/>, or null.</summary>
    ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Which of these versions' <see cref="PackageKey"/>s are stored.</summary>
    Task<IReadOnlySet<string>> FindStoredAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Stores record and snippets in one transaction and returns the entry as it is now held.</summary>
    /// <param name="entry">The record in wire form; its revision is used by a store that does not number writes itself.</param>
    Task<PackageEntry> StoreAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken);

    /// <summary>Stores the record of a version whose snippets are stored already, as they are here; writes them only if the version is not there any more.</summary>
    Task<PackageEntry> UpdateAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes one version, or all when it is null.</summary>
    Task<PackageDeletion> DeleteAsync(Ecosystem ecosystem, string name, string? version, CancellationToken cancellationToken);

    Task<IReadOnlyList<Snippet>> ReadSnippetsAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken);

    Task<PackagePage> ListAsync(ListPackages request, CancellationToken cancellationToken);

    Task<PackagePage> FindByTagsAsync(FindByTags request, CancellationToken cancellationToken);

    Task<IReadOnlyList<EcosystemStats>> CountAsync(CancellationToken cancellationToken);
}

/// <summary>What a deletion removed.</summary>
/// <param name="Versions">The versions that were there.</param>
/// <param name="Revision">Number of the deletion among the writes of all packages; 0 from a store that does not number them.</param>
internal sealed record PackageDeletion(IReadOnlyList<string> Versions, long Revision);
