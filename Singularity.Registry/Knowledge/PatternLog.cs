namespace Singularity.Registry.Knowledge;

internal static partial class PatternLog
{
    [LoggerMessage(2150, LogLevel.Warning, "PostgreSQL does not answer for learned patterns, and answers go out without them: {Reason}")]
    public static partial void Away(ILogger logger, string reason);

    [LoggerMessage(2151, LogLevel.Information, "PostgreSQL answers for learned patterns again")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(2152, LogLevel.Information, "Pattern {Pattern} is weakened: {Cause}")]
    public static partial void Weakened(ILogger logger, string pattern, string cause);

    [LoggerMessage(2153, LogLevel.Warning, "Patterns wait to be held against the versions that they cite, next try in {DelayMs} ms: {Reason}")]
    public static partial void CheckWaits(ILogger logger, double delayMs, string reason);

    [LoggerMessage(2154, LogLevel.Warning, "Patterns about {Package} were not held against its versions: {Reason}")]
    public static partial void NotChecked(ILogger logger, string package, string reason);
}
