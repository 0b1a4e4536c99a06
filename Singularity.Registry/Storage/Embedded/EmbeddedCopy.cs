using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Keeps a copy of every write, snippets included, so that the CLI finds it without servers.</summary>
internal sealed class EmbeddedCopy(EmbeddedStore store) : IPackageCopy
{
    public ValueTask CopyAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        store.Copy(package, entry);
        return ValueTask.CompletedTask;
    }
}
