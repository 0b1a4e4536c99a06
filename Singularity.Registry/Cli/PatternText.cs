using System.Globalization;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Cli;

/// <summary>Learned patterns beside packages, in a line each. Titles are other people's text: the caller makes them fit for a terminal.</summary>
internal static class PatternText
{
    public static string Describe(PackagePattern pattern)
    {
        var confidence = pattern.Confidence.ToString("0.00", CultureInfo.InvariantCulture);
        var source = pattern.Source.Authority is { } authority ? $", from {authority}{(pattern.Source.IsExpired ? ", some time ago" : "")}" : "";
        return $"{pattern.Title} ({pattern.Kind}, confidence {confidence}, for {pattern.Range ?? "all versions"}{source}) {pattern.Id}";
    }

    public static string Describe(HitPatterns patterns) => patterns.Count == 1
        ? $"1 pattern: {patterns.Best}"
        : string.Create(CultureInfo.InvariantCulture, $"{patterns.Count} patterns, the most trusted: {patterns.Best}");
}
