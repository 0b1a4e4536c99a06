namespace Singularity.Registry.Messaging;

internal static partial class MessagingLog
{
    [LoggerMessage(2120, LogLevel.Warning, "A notice on {Subject} could not be published and is dropped: {Reason}")]
    public static partial void NotPublished(ILogger logger, string subject, string reason);
}
