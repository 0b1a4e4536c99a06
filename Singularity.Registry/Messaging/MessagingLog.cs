namespace Singularity.Registry.Messaging;

internal static partial class MessagingLog
{
    [LoggerMessage(2120, LogLevel.Warning, "A notice on {Subject} could not be published and is dropped: {Reason}")]
    public static partial void NotPublished(ILogger logger, string subject, string reason);

    [LoggerMessage(2121, LogLevel.Warning, "The address of NATS could not be written for the command line, which will work without the services: {Reason}")]
    public static partial void AddressNotWritten(ILogger logger, string reason);
}
