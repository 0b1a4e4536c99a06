using Microsoft.Extensions.Logging;

namespace Singularity.ServiceDefaults.Nats;

internal static partial class NatsLog
{
    [LoggerMessage(200, LogLevel.Warning, "NATS is not connected yet; requests over it answer 503 until it is.")]
    public static partial void ConnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(201, LogLevel.Information, "Micro-service {Service} {Version} answers on NATS.")]
    public static partial void ServiceStarted(ILogger logger, string service, string version);

    [LoggerMessage(202, LogLevel.Error, "A request on {Subject} failed.")]
    public static partial void HandlerFailed(ILogger logger, string subject, Exception exception);

    [LoggerMessage(203, LogLevel.Warning, "The reply to a request on {Subject} could not be sent.")]
    public static partial void ReplyFailed(ILogger logger, string subject, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "Micro-service {Service} stopped with {Count} requests unanswered.")]
    public static partial void Unanswered(ILogger logger, string service, int count);

    [LoggerMessage(205, LogLevel.Warning, "Micro-service {Service} stopped, and its last replies may not have been sent.")]
    public static partial void NotFlushed(ILogger logger, string service, Exception exception);

    [LoggerMessage(206, LogLevel.Warning, "The command line cannot find the services, since the bus's address could not be written: {Reason}")]
    public static partial void AddressNotWritten(ILogger logger, string reason);
}
