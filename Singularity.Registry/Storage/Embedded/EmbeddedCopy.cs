using LiteDB;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Keeps a copy of every write, snippets included, so that the CLI finds it without servers.</summary>
internal sealed class EmbeddedCopy(EmbeddedStore store, KeyStamps stamps, ILogger<EmbeddedCopy> logger) : IPackageCopy
{
    public ValueTask CopyAsync(CollectedPackage package, PackageEntry entry, bool withSnippets, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.CopyOwn(package, entry, withSnippets, stamps.Heard);
        }
        catch (LiteException exception)
        {
            store.Miss(PackageKey.For(package.Package.Ecosystem, package.Package.Name));
            if (exception is not EmbeddedFileException)
            {
                TierLog.TierSkipped(logger, ServedBy.Embedded, exception.Message);
            }
        }

        return ValueTask.CompletedTask;
    }
}
