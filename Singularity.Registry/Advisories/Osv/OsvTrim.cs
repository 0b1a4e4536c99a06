using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Osv;

/// <summary>Leaves out what is not used and cuts what is only shown.</summary>
internal static class OsvTrim
{
    public static OsvDocument Document(OsvDocument document) => document with
    {
        SchemaVersion = Text(document.SchemaVersion, OsvLimits.ShortText),
        Aliases = [.. document.Aliases.Where(static a => a is { Length: > 0 and <= OsvLimits.Id }).Take(OsvLimits.Aliases)],
        Summary = Text(document.Summary, OsvLimits.Summary),
        Details = Text(document.Details, OsvLimits.Details),
        Severity = Severities(document.Severity),
        References = [.. document.References.Where(IsLink).Take(OsvLimits.References)],
        DatabaseSpecific = document.DatabaseSpecific?.Severity is { Length: <= OsvLimits.ShortText } said ? new OsvDatabaseSpecific(said) : null,
    };

    public static OsvAffected Affected(OsvAffected affected) => affected with
    {
        Package = affected.Package! with { Purl = affected.Package.Purl is { Length: <= OsvLimits.ShortText } purl ? purl : null },
        Severity = Severities(affected.Severity),
        // A range of commits says nothing about versions.
        Ranges = [.. affected.Ranges.Where(static r => r is { Type: "SEMVER" or "ECOSYSTEM", Events: not null })
            .Select(static r => r with { Events = [.. r.Events!.Where(static e => e is not null)] })],
        Versions = [.. affected.Versions.Where(static v => !string.IsNullOrEmpty(v))],
    };

    private static IReadOnlyList<OsvSeverity> Severities(IReadOnlyList<OsvSeverity> severities) =>
    [
        .. severities.Where(static s => s is { Type.Length: <= OsvLimits.ShortText, Score.Length: <= OsvLimits.ShortText }).Take(OsvLimits.Severities),
    ];

    private static bool IsLink(OsvReference reference) =>
        reference is { Url.Length: <= OsvLimits.Url } && (reference.Type is null or { Length: <= OsvLimits.ShortText })
        && Uri.TryCreate(reference.Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    private static string? Text(string? text, int length) =>
        text?.Length > length ? text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] : text;
}
