namespace Singularity.Registry.Extraction;

internal static partial class ExtractionLog
{
    [LoggerMessage(2130, LogLevel.Information, "{Purl} has more than is kept: {LeftOut} of its snippets were left out, {Kept} are kept")]
    public static partial void SnippetsLeftOut(ILogger logger, string purl, int leftOut, int kept);
}
