using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Tiers;

/// <summary>Reads a package with its snippets: through the tiers, and from the registry when nothing is stored.</summary>
internal sealed class PackageContents(PackageReads reads, PackageStores stores)
{
    public async Task<(PackageLookup Lookup, CollectedPackage? Package)> ReadAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        var lookup = await reads.GetAsync(spec, null, cancellationToken);
        if (lookup is not PackageLookup.Found found)
        {
            return (lookup, null);
        }

        var snippets = await stores.AskAsync(store => store.ReadSnippetsAsync(spec.Ecosystem, spec.Name, found.Entry.Version, cancellationToken));
        return (lookup, new CollectedPackage(found.Entry.Read(), snippets?.Answer ?? []));
    }
}
