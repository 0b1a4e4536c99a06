using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

internal static partial class NatsLog
{
    [LoggerMessage(1001, LogLevel.Information, "Connected to {Server}")]
    public static partial void Connected(ILogger logger, ServerAddress server);

    [LoggerMessage(1002, LogLevel.Warning, "Lost the connection to {Server}: {Reason}")]
    public static partial void Disconnected(ILogger logger, ServerAddress server, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "Could not connect to {Server}")]
    public static partial void ConnectFailed(ILogger logger, ServerAddress server, Exception exception);

    [LoggerMessage(1004, LogLevel.Error, "Gave up connecting: {Reason}")]
    public static partial void GaveUp(ILogger logger, string reason);

    [LoggerMessage(1005, LogLevel.Information, "The server has not answered {Pings} pings; dropping the connection")]
    public static partial void PingsUnanswered(ILogger logger, int pings);

    [LoggerMessage(1006, LogLevel.Error, "Server error {Error}")]
    public static partial void ServerError(ILogger logger, string error);

    [LoggerMessage(1007, LogLevel.Warning, "Subscription {Subject} is too slow and loses messages")]
    public static partial void SlowConsumer(ILogger logger, string subject);

    [LoggerMessage(1008, LogLevel.Error, "An event handler failed")]
    public static partial void EventHandlerFailed(ILogger logger, Exception exception);
}
