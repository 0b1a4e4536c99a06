namespace Singularity.Api.Knowledge.Upkeep;

internal static partial class UpkeepLog
{
    [LoggerMessage(1130, LogLevel.Warning, "Patterns could not be given their vectors, and are found by their words; it is tried again.")]
    public static partial void NoVectors(ILogger logger, Exception exception);

    [LoggerMessage(1131, LogLevel.Warning, "What CentralCloud answered could not be cached.")]
    public static partial void NotCached(ILogger logger, Exception exception);

    [LoggerMessage(1132, LogLevel.Warning, "Old answers of CentralCloud could not be forgotten; it is tried again tomorrow.")]
    public static partial void NotForgotten(ILogger logger, Exception exception);

    [LoggerMessage(1133, LogLevel.Information, "{Count} patterns that CentralCloud answered long ago were forgotten.")]
    public static partial void Forgotten(ILogger logger, int count);

    [LoggerMessage(1134, LogLevel.Warning, "CentralCloud's promotions are not heard; it is tried again.")]
    public static partial void NotSubscribed(ILogger logger, Exception exception);

    [LoggerMessage(1135, LogLevel.Warning, "A promotion that CentralCloud announced is not a pattern that this version can read; it is passed over.")]
    public static partial void NotReadable(ILogger logger);
}
