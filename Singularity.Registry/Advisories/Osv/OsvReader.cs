using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Osv;

/// <summary>Reads advisories that others wrote: schema 1.x of the OSV format, of which unknown fields are passed over.</summary>
internal static class OsvReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static OsvReading Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > OsvLimits.Bytes)
        {
            return new OsvReading.Bad($"has more than the {OsvLimits.Bytes} bytes that are accepted of one advisory.");
        }

        try
        {
            var document = JsonSerializer.Deserialize(json.StartsWith(ByteOrderMark) ? json[3..] : json, SingularityJson.Default.OsvDocument);
            return document is null ? new OsvReading.Bad("is the JSON value null, not an OSV document.") : Check(document);
        }
        catch (JsonException exception)
        {
            return new OsvReading.Bad($"is not an OSV document{Where(exception)}.");
        }
    }

    /// <summary>Holds a document against the limits and keeps what matching and reading need.</summary>
    public static OsvReading Check(OsvDocument document)
    {
        if (document.Id.Length is 0 or > OsvLimits.Id || !document.Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
        {
            return new OsvReading.Bad(document.Id.Length == 0 ? "has no id." : $"has an id that is none: '{PackageName.Display(document.Id)}'.");
        }

        if (document.Modified is null)
        {
            return new OsvReading.Bad($"({document.Id}) does not say when it was modified.");
        }

        var affected = new List<OsvAffected>();
        foreach (var one in document.Affected)
        {
            if (one is not null && AdvisoryKey.For(one.Package) is not null)
            {
                affected.Add(OsvTrim.Affected(one));
            }
        }

        if (affected.Count == 0)
        {
            return new OsvReading.Elsewhere(document.Id);
        }

        return Excess(affected) is { } excess
            ? new OsvReading.Bad($"({document.Id}) {excess}")
            : new OsvReading.Read(OsvTrim.Document(document) with { Affected = affected });
    }

    private static string? Excess(List<OsvAffected> affected)
    {
        var ranges = affected.SelectMany(static a => a.Ranges).ToList();
        return affected.Count > OsvLimits.Packages ? $"names more than {OsvLimits.Packages} packages."
            : ranges.Count > OsvLimits.Ranges ? $"has more than {OsvLimits.Ranges} ranges."
            : ranges.Sum(static r => r.Events!.Count) > OsvLimits.Events ? $"has more than {OsvLimits.Events} events."
            : affected.Sum(static a => a.Versions.Count) > OsvLimits.Versions ? $"lists more than {OsvLimits.Versions} versions."
            : affected.Exists(static a => a.Versions.Any(TooLong) || a.Ranges.Any(static r => r.Events!.Any(IsTooLong)))
                ? $"holds a version of more than {OsvLimits.Version} characters."
            : null;
    }

    private static bool IsTooLong(OsvEvent e) => TooLong(e.Introduced) || TooLong(e.Fixed) || TooLong(e.LastAffected) || TooLong(e.Limit);

    private static bool TooLong(string? version) => version?.Length > OsvLimits.Version;

    private static string Where(JsonException exception) =>
        exception.Path is { Length: > 1 } path ? $" at {PackageName.Display(path)}" : exception.LineNumber is { } line ? $" at line {line + 1}" : "";
}
