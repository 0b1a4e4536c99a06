using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// The embedded file as a tier of the service. LiteDB's calls block, on a slow disk or on a file that another program holds, so each runs on a thread of its own and is left
/// behind when its caller has waited long enough: a read for nothing, a write with a note that the file may not hold it.
/// </summary>
internal sealed class EmbeddedTier(EmbeddedStore store) : IBlockingTier
{
    public ServedBy Name => ServedBy.Embedded;

    public PackageEntry? Find(string key) => store.Find(key);

    public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        await Task.Run(() => store.Find(key), CancellationToken.None).WaitAsync(cancellationToken);

    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(key, () => store.StoreAsync(key, entry, cancellationToken), cancellationToken);

    public ValueTask CopyAsync(string key, PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken) =>
        WriteAsync(key, () => store.CopyAsync(key, entry, isCurrent, cancellationToken), cancellationToken);

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) =>
        WriteAsync(key, () => store.RemoveAsync(key, cancellationToken), cancellationToken);

    public async ValueTask<long?> CountAsync(CancellationToken cancellationToken) =>
        await Task.Run(() => store.CountAsync(cancellationToken).AsTask(), CancellationToken.None).WaitAsync(cancellationToken);

    // A write that is left behind gives up when it reaches the file, or ends in it; either way the copy is not trusted before a later write.
    private async ValueTask WriteAsync(string key, Func<ValueTask> write, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => write().AsTask(), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            store.Miss(key);
            throw;
        }
    }
}
