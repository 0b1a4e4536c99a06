namespace Singularity.Registry.Storage.Embedded;

internal static partial class EmbeddedLog
{
    [LoggerMessage(2100, LogLevel.Error, "The embedded file {File} cannot be read and was moved to {Aside}; a new one is started: {Reason}")]
    public static partial void MovedAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(2101, LogLevel.Information, "{Count} packages collected without servers were stored in PostgreSQL")]
    public static partial void PendingStored(ILogger logger, int count);

    [LoggerMessage(2102, LogLevel.Warning, "Packages collected without servers wait for PostgreSQL, next try in {DelayMs} ms: {Reason}")]
    public static partial void PendingWaits(ILogger logger, double delayMs, string reason);
}
