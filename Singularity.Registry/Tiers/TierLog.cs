using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

internal static partial class TierLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Tier {Tier} did not answer and is skipped: {Reason}")]
    public static partial void TierSkipped(ILogger logger, ServedBy tier, string reason);

    [LoggerMessage(2001, LogLevel.Warning, "{Purl} is served {AgeMs} ms old, since the registry could not be asked: {Reason}")]
    public static partial void ServedStale(ILogger logger, string purl, long ageMs, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "{Purl} was read from the registry but could not be stored, and is served without: {Reason}")]
    public static partial void NotStored(ILogger logger, string purl, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "Watching JetStream KV for changes was interrupted and starts again in {DelayMs} ms: {Reason}")]
    public static partial void WatchInterrupted(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "What other instances changed is asked for again in {DelayMs} ms: {Reason}")]
    public static partial void NotReconciled(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "The registry is asked about {Purl} without a lease, so another instance may ask too: {Reason}")]
    public static partial void LeaseSkipped(ILogger logger, string purl, string reason);

    [LoggerMessage(2006, LogLevel.Information, "{Purl} could not be refreshed and is tried again after {DelayMs} ms: {Reason}")]
    public static partial void NotRefreshed(ILogger logger, string purl, double delayMs, string reason);
}
