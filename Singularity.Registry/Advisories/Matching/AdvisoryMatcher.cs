using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Advisories.Matching;

/// <summary>An advisory that holds for the package asked about.</summary>
/// <param name="Advisory">As packages show it.</param>
internal sealed record AdvisoryMatch(Advisory Advisory, OsvDocument Document);

/// <summary>Holds one package against the advisories that name it.</summary>
internal static class AdvisoryMatcher
{
    /// <summary>On one record or answer; what is left out is less severe.</summary>
    public const int Most = 100;

    /// <summary>Characters of a summary on a record.</summary>
    private const int Summary = 300;

    private const int Aliases = 20;
    private const int Fixes = 20;

    /// <summary>Worst first; withdrawn advisories match nothing.</summary>
    /// <param name="version">An exact version, or null for everything known of the package.</param>
    public static IReadOnlyList<AdvisoryMatch> Match(IReadOnlyList<OsvDocument> documents, AdvisoryKey key, string? version)
    {
        var versions = new AffectedVersions(VersionRulesSet.Find(key.Ecosystem));
        return
        [
            .. documents.Where(static document => document.Withdrawn is null)
                .Select(document => Match(document, key, version, versions)).OfType<AdvisoryMatch>()
                .OrderByDescending(static match => AdvisorySeverity.Rank(match.Advisory.Severity))
                .ThenByDescending(static match => match.Advisory.Score)
                .ThenBy(static match => match.Advisory.Id, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    private static AdvisoryMatch? Match(OsvDocument document, AdvisoryKey key, string? version, AffectedVersions versions)
    {
        var affected = document.Affected.Where(a => AdvisoryKey.For(a.Package) == key && (version is null || versions.Contains(a, version))).ToList();
        return affected.Count == 0 ? null : new AdvisoryMatch(Describe(document, affected, version, versions), document);
    }

    private static Advisory Describe(OsvDocument document, List<OsvAffected> affected, string? version, AffectedVersions versions)
    {
        var (score, level) = affected.Select(one => AdvisorySeverity.Of(document, one)).MaxBy(static s => (AdvisorySeverity.Rank(s.Level), s.Score));
        var said = string.IsNullOrWhiteSpace(document.Summary) ? FirstLine(document.Details) : document.Summary;
        var fixes = affected.SelectMany(one => version is null ? versions.Fixes(one) : versions.Fixes(one, version)).Distinct(StringComparer.Ordinal);
        return new Advisory(
            document.Id,
            said.Length > Summary ? said[..(char.IsHighSurrogate(said[Summary - 1]) ? Summary - 1 : Summary)] : said,
            level,
            (document.References.FirstOrDefault(static r => r.Type is "ADVISORY") ?? document.References.FirstOrDefault(static r => r.Type is "WEB"))?.Url,
            score,
            document.Aliases.Count == 0 ? null : [.. document.Aliases.Take(Aliases)],
            [.. fixes.Take(Fixes)],
            document.Modified);
    }

    private static string FirstLine(string? text) =>
        text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.TrimStart('#', ' ') ?? "";
}
