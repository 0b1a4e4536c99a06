namespace Singularity.Registry.Storage.Embedded;

internal static partial class EmbeddedLog
{
    [LoggerMessage(
        2100, LogLevel.Error,
        "The embedded file {File} cannot be read and was moved to {Aside}; a new one is started. What PostgreSQL holds fills it again; what only the old file held, such as packages collected while no service ran, is now only in {Aside}: {Reason}")]
    public static partial void MovedAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(2101, LogLevel.Information, "{Count} packages collected without servers were stored in PostgreSQL")]
    public static partial void PendingStored(ILogger logger, int count);

    [LoggerMessage(2102, LogLevel.Warning, "Packages collected without servers wait for PostgreSQL, next try in {DelayMs} ms: {Reason}")]
    public static partial void PendingWaits(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2103, LogLevel.Warning, "The embedded file {File} is left out of {Use} until it answers again: {Reason}")]
    public static partial void LeftOut(ILogger logger, string file, string use, string reason);

    [LoggerMessage(2104, LogLevel.Information, "The embedded file {File} takes {Use} again")]
    public static partial void AnswersAgain(ILogger logger, string file, string use);
}
