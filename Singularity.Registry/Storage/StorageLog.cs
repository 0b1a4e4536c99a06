using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(2110, LogLevel.Warning, "{Store} did not answer and the next store is asked: {Reason}")]
    public static partial void StoreSkipped(ILogger logger, ServedBy store, string reason);

    [LoggerMessage(2111, LogLevel.Information, "{Count} versions of packages were indexed anew for keyword search")]
    public static partial void SearchUpgraded(ILogger logger, int count);

    [LoggerMessage(2112, LogLevel.Warning, "Indexing anew for keyword search goes on in {DelayMs} ms: {Reason}")]
    public static partial void SearchUpgradeWaits(ILogger logger, double delayMs, string reason);
}
