using Microsoft.Extensions.Logging;

namespace NATS.Client.Services.Serving;

internal static partial class ServiceLog
{
    [LoggerMessage(5002, LogLevel.Error, "Endpoint {Name} failed at a request")]
    public static partial void HandlerFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "Endpoint {Name} could not answer a request")]
    public static partial void NotAnswered(ILogger logger, string name, Exception exception);

    [LoggerMessage(5004, LogLevel.Warning, "Endpoint {Name} received a request that it cannot read")]
    public static partial void NotRead(ILogger logger, string name, Exception exception);

    [LoggerMessage(5001, LogLevel.Error, "A request for {Subject} could not be answered")]
    public static partial void DiscoveryFailed(ILogger logger, string subject, Exception exception);

    [LoggerMessage(5005, LogLevel.Error, "Statistics of endpoint {Name} could not be had from the handler")]
    public static partial void StatsHandlerFailed(ILogger logger, string name, Exception exception);
}
