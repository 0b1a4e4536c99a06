namespace Singularity.CentralCloud.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(3010, LogLevel.Information, "Observations are taken in.")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(3011, LogLevel.Warning, "The stream of observations cannot be read; instances keep theirs meanwhile. Trying again in {WaitMs} ms. NATS needs JetStream, and room for the stream (CentralCloud:Ingest:StreamBytes).")]
    public static partial void StreamAway(ILogger logger, double waitMs, Exception exception);

    [LoggerMessage(3012, LogLevel.Warning, "The database does not take observations in; the stream keeps them. Trying again in {WaitMs} ms.")]
    public static partial void Away(ILogger logger, double waitMs, Exception exception);

    [LoggerMessage(3013, LogLevel.Error, "{Count} messages were parked; the first is {Subject} {Sequence}: {Reason} When that is mended: centralcloud.knowledge.redrive.")]
    public static partial void Parked(ILogger logger, int count, string subject, long sequence, string reason);

    [LoggerMessage(3014, LogLevel.Information, "{Count} messages that are in the database were removed from the stream, which had {Bytes} bytes.")]
    public static partial void Purged(ILogger logger, long count, long bytes);

    [LoggerMessage(3016, LogLevel.Information, "Another instance of this service takes observations in; this one stands by.")]
    public static partial void StandingBy(ILogger logger);

    [LoggerMessage(3017, LogLevel.Warning, "Messages of the stream were lost on their way after {Sequence}; they are fetched again.")]
    public static partial void Missed(ILogger logger, long sequence);

    [LoggerMessage(3018, LogLevel.Error, "Observation {Id} was taken out and parked, since it cannot be folded: {Reason}")]
    public static partial void NotFolded(ILogger logger, string id, string reason);

    [LoggerMessage(3015, LogLevel.Error, "Whether patterns are to be promoted could not be decided; their observations are taken in.")]
    public static partial void NotDecided(ILogger logger, Exception exception);
}
