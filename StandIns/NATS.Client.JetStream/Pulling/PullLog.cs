using Microsoft.Extensions.Logging;

namespace NATS.Client.JetStream.Pulling;

internal static partial class PullLog
{
    [LoggerMessage(2005, LogLevel.Warning, "Unhandled protocol message: {Code} {Description}")]
    public static partial void UnknownStatus(ILogger logger, int code, string description);

    [LoggerMessage(2009, LogLevel.Debug, "A pull could not be sent")]
    public static partial void PullNotSent(ILogger logger, Exception exception);

    [LoggerMessage(2019, LogLevel.Debug, "Ordered consumer of {Stream} was lost after sequence {Sequence}: making it anew")]
    public static partial void ConsumerLost(ILogger logger, string stream, ulong sequence);

    [LoggerMessage(2010, LogLevel.Warning, "Ordered consumer of {Stream} could not be made, attempt {Attempt}")]
    public static partial void ConsumerNotMade(ILogger logger, string stream, int attempt, Exception exception);

    [LoggerMessage(2020, LogLevel.Debug, "No consumer took the pull, {Count} in a row")]
    public static partial void NoResponders(ILogger logger, int count);
}
