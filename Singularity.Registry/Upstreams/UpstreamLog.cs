namespace Singularity.Registry.Upstreams;

internal static partial class UpstreamLog
{
    [LoggerMessage(2100, LogLevel.Warning, "Asking {Registry} failed, attempt {Attempt}; trying again in {DelayMs} ms: {Problem}")]
    public static partial void Retrying(ILogger logger, string registry, int attempt, long delayMs, string problem);

    [LoggerMessage(2101, LogLevel.Warning, "The client configuration {Path} cannot be read; going on without it")]
    public static partial void ConfigurationUnreadable(ILogger logger, string path, Exception exception);

    [LoggerMessage(2102, LogLevel.Debug, "What npm answered could not be kept in {Path}; it will be asked again")]
    public static partial void AnswerNotKept(ILogger logger, string path, Exception exception);

    [LoggerMessage(2119, LogLevel.Warning,
        "The package manager's configuration switches the verification of certificates off; anyone on the way can read credentials and change what is downloaded")]
    public static partial void CertificatesNotVerified(ILogger logger);

    [LoggerMessage(2103, LogLevel.Debug, "{Registry} answered {Status} for {Url}: {Bytes} bytes in {ElapsedMs} ms")]
    public static partial void Answered(ILogger logger, string registry, int status, string url, long bytes, long elapsedMs);

    [LoggerMessage(2104, LogLevel.Warning, "The request budget in {Path} cannot be used; this process keeps its own count")]
    public static partial void BudgetNotShared(ILogger logger, string path, Exception exception);

    [LoggerMessage(2105, LogLevel.Information, "The registry's API gave no facts about {Name}; going on with the index and the archive: {Problem}")]
    public static partial void FactsLeftOut(ILogger logger, string name, string problem);
}
