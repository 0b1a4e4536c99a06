using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(2110, LogLevel.Warning, "{Store} did not answer and the next store is asked: {Reason}")]
    public static partial void StoreSkipped(ILogger logger, ServedBy store, string reason);
}
