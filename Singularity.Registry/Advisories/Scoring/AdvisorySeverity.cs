using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Scoring;

/// <summary>Severity levels and their order.</summary>
internal static class AdvisorySeverity
{
    public const string Unknown = "unknown";

    private static readonly string[] Levels = ["none", "low", "medium", "high", "critical"];

    /// <summary>What may be the limit of a search.</summary>
    public static string Limits { get; } = string.Join(", ", Levels);

    /// <summary>
    /// The score and level for one package: from the newest CVSS version given, of the package's own severities before the whole advisory's; else the
    /// level that the database gives without a score.
    /// </summary>
    public static (double? Score, string Level) Of(OsvDocument document, OsvAffected affected)
    {
        foreach (var type in (string[])["CVSS_V4", "CVSS_V3", "CVSS_V2"])
        {
            foreach (var severity in affected.Severity.Count > 0 ? affected.Severity : document.Severity)
            {
                if (severity.Type == type && severity.Score is { } vector && Cvss.Score(vector) is { } score)
                {
                    return (score, Level(score, type));
                }
            }
        }

        return (null, FromDatabase(document.DatabaseSpecific?.Severity));
    }

    /// <summary>How bad the worst is: 0 without any, 1 to 4 from low to critical, 5 when one of them is unknown, which may be anything.</summary>
    public static short Rank(IReadOnlyList<Advisory> advisories) => advisories.Count == 0 ? (short)0 : advisories.Max(static a => Rank(a.Severity));

    public static short Rank(string? level) => Array.IndexOf(Levels, level) switch
    {
        < 0 => 5,
        var index => (short)Math.Max(1, index),
    };

    /// <summary>The highest rank that a search's limit lets through; null when the text is no level.</summary>
    public static short? LimitRank(string level) => Array.IndexOf(Levels, level) is >= 0 and var index ? (short)index : null;

    // The qualitative scales of CVSS 3 and 4, and the one that the NVD uses for version 2, which has no "critical".
    private static string Level(double score, string type) => score switch
    {
        0 => "none",
        < 4 => "low",
        < 7 => "medium",
        < 9 => "high",
        _ => type is "CVSS_V2" ? "high" : "critical",
    };

    private static string FromDatabase(string? severity) => severity?.ToUpperInvariant() switch
    {
        "NONE" => "none",
        "LOW" => "low",
        "MODERATE" or "MEDIUM" => "medium",
        "HIGH" or "IMPORTANT" => "high",
        "CRITICAL" => "critical",
        _ => Unknown,
    };
}
