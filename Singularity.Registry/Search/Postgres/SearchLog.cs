namespace Singularity.Registry.Search.Postgres;

internal static partial class SearchLog
{
    [LoggerMessage(2190, LogLevel.Warning, "A part of search's indexing goes on in {DelayMs} ms: {Reason}")]
    public static partial void IndexingWaits(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2191, LogLevel.Warning, "The stored record of package {Package} cannot be read, so search does not see it: {Reason}")]
    public static partial void RecordUnread(ILogger logger, long package, string reason);
}
