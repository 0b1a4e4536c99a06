namespace Singularity.Registry.Importing;

internal static partial class ImportLog
{
    [LoggerMessage(2160, LogLevel.Warning, "The list of imports cannot be read; imports wait until it can: {Reason}")]
    public static partial void StoreDown(ILogger logger, string reason);

    [LoggerMessage(2161, LogLevel.Warning, "The outcome of {Purl} could not be recorded; it will be looked at again: {Reason}")]
    public static partial void NotRecorded(ILogger logger, string purl, string reason);

    [LoggerMessage(2162, LogLevel.Error, "Collecting {Purl} for an import failed.")]
    public static partial void Fault(ILogger logger, string purl, Exception exception);
}
