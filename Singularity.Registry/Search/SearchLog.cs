using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

internal static partial class SearchLog
{
    [LoggerMessage(2140, LogLevel.Warning, "Search goes by words alone: {Problem}")]
    public static partial void NoModel(ILogger logger, string problem);

    [LoggerMessage(2141, LogLevel.Warning, "{Source} does not answer searches and the next source is asked: {Reason}")]
    public static partial void SourceSkipped(ILogger logger, ServedBy source, string reason);

    [LoggerMessage(2142, LogLevel.Information, "The in-process index holds {Packages} packages in {MiB} MiB, and answers searches")]
    public static partial void IndexReady(ILogger logger, int packages, long miB);

    [LoggerMessage(2143, LogLevel.Warning, "The in-process index would take more than {MiB} MiB (Search:Index:MemoryBytes), so PostgreSQL answers searches instead")]
    public static partial void IndexTooLarge(ILogger logger, long miB);

    [LoggerMessage(2144, LogLevel.Warning, "The in-process index goes on with what it holds, and asks PostgreSQL for changes again in {DelayMs} ms: {Reason}")]
    public static partial void IndexWaits(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2146, LogLevel.Warning, "{Key} is left out of the in-process index: {Reason}")]
    public static partial void NotIndexed(ILogger logger, string key, string reason);
}
