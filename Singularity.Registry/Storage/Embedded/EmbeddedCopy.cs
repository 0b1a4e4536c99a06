using LiteDB;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Keeps a copy of every write, snippets included, so that the CLI finds it without servers.</summary>
internal sealed class EmbeddedCopy(EmbeddedStore store, ILogger<EmbeddedCopy> logger) : IPackageCopy
{
    public async ValueTask CopyAsync(CollectedPackage package, PackageEntry entry, bool withSnippets, CancellationToken cancellationToken)
    {
        try
        {
            _ = withSnippets ? await store.StoreAsync(package, entry, cancellationToken) : await store.UpdateAsync(package, entry, cancellationToken);
            store.CatchUp();
        }
        catch (LiteException exception)
        {
            store.Miss(PackageKey.For(package.Package.Ecosystem, package.Package.Name));
            if (exception is not EmbeddedFileException)
            {
                TierLog.TierSkipped(logger, ServedBy.Embedded, exception.Message);
            }
        }
    }
}
