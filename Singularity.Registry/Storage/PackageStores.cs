using System.Data.Common;

namespace Singularity.Registry.Storage;

/// <summary>The durable stores in the order in which they are asked: the truth, then its copies.</summary>
internal sealed class PackageStores(IReadOnlyList<IPackageStore> stores, ILogger<PackageStores> logger)
{
    public const string NoneAnswers = "Neither PostgreSQL nor the embedded file answers; see the health page of the registry service, or './singularity doctor'.";

    /// <summary>The first store's answer and the store that gave it; null when none answers.</summary>
    public async Task<(T Answer, IPackageStore Store)?> AskAsync<T>(Func<IPackageStore, Task<T>> question)
    {
        foreach (var store in stores)
        {
            try
            {
                return (await question(store), store);
            }
            catch (Exception exception) when (exception is DbException or LiteDB.LiteException or TimeoutException)
            {
                StorageLog.StoreSkipped(logger, store.Name, exception.Message);
            }
        }

        return null;
    }
}
