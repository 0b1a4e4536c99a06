namespace Singularity.Registry.Advisories;

internal static partial class AdvisoryLog
{
    [LoggerMessage(2130, LogLevel.Warning, "The advisory API was not asked about {Package}; what is stored counts: {Reason}")]
    public static partial void ApiFailed(ILogger logger, string package, string reason);

    [LoggerMessage(2131, LogLevel.Warning, "An advisory of the API was passed over: {Reason}")]
    public static partial void PassedOver(ILogger logger, string reason);

    [LoggerMessage(2132, LogLevel.Warning, "The advisories of {Package} could not be read and its record keeps those it had: {Reason}")]
    public static partial void NotRead(ILogger logger, string package, string reason);

    [LoggerMessage(2133, LogLevel.Information, "{Rewritten} stored versions show new advisories, {Checked} package names were looked at")]
    public static partial void Applied(ILogger logger, int rewritten, int @checked);

    [LoggerMessage(2134, LogLevel.Warning, "New advisories wait to be shown on stored packages, next try in {DelayMs} ms: {Reason}")]
    public static partial void ApplyWaits(ILogger logger, double delayMs, string reason);
}
