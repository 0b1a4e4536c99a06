using Singularity.Contracts.Identity;

namespace Singularity.Contracts.Knowledge;

/// <summary>Whether a content, or a change of one, is within <see cref="KnowledgeLimits"/>.</summary>
public static class ContentRule
{
    /// <summary>Null when it is fine, else a sentence that names the field and its limit.</summary>
    public static string? Problem(PatternContent content, string field = "content")
    {
        ArgumentNullException.ThrowIfNull(content);
        return Kind($"{field}.kind", content.Kind)
            ?? TextRule.Line($"{field}.title", content.Title, KnowledgeLimits.Title)
            ?? TextRule.Lines($"{field}.body", content.Body, KnowledgeLimits.Body)
            ?? (content.Language is { } language ? TextRule.Line($"{field}.language", language, KnowledgeLimits.Language) : null)
            ?? Tags($"{field}.tags", content.Tags)
            ?? Packages($"{field}.packages", content.Packages)
            ?? (content.Code is { } code ? TextRule.Lines($"{field}.code", code, KnowledgeLimits.Code) : null);
    }

    /// <summary>Null when it is fine, else a sentence that names the field and its limit.</summary>
    public static string? Problem(PatternChanges changes, string field = "changes")
    {
        ArgumentNullException.ThrowIfNull(changes);
        return (changes.Kind is { } kind ? Kind($"{field}.kind", kind) : null)
            ?? (changes.Title is { } title ? TextRule.Line($"{field}.title", title, KnowledgeLimits.Title) : null)
            ?? (changes.Body is { } body ? TextRule.Lines($"{field}.body", body, KnowledgeLimits.Body) : null)
            ?? (changes.Language is { Length: > 0 } language ? TextRule.Line($"{field}.language", language, KnowledgeLimits.Language) : null)
            ?? (changes.Tags is { } tags ? Tags($"{field}.tags", tags) : null)
            ?? (changes.Packages is { } packages ? Packages($"{field}.packages", packages) : null)
            ?? (changes.Code is { Length: > 0 } code ? TextRule.Lines($"{field}.code", code, KnowledgeLimits.Code) : null);
    }

    private static string? Kind(string field, PatternKind kind) =>
        kind.IsKnown ? null : $"{field} is one of {string.Join(", ", PatternKind.All)}.";

    private static string? Tags(string field, IReadOnlyList<string> tags) => TextRule.Count(field, tags, KnowledgeLimits.Tags)
        ?? tags.Select((tag, i) => TextRule.Line($"{field}[{i}]", tag, KnowledgeLimits.Tag)).FirstOrDefault(static problem => problem is not null);

    private static string? Packages(string field, IReadOnlyList<PackageReference> packages) => TextRule.Count(field, packages, KnowledgeLimits.Packages)
        ?? packages.Select((package, i) => Package($"{field}[{i}]", package)).FirstOrDefault(static problem => problem is not null);

    private static string? Package(string field, PackageReference? package)
    {
        if (package is null)
        {
            return $"{field} is missing.";
        }

        return TextRule.Line($"{field}.purl", package.Purl, KnowledgeLimits.Purl)
            ?? Purl($"{field}.purl", package.Purl)
            ?? (package.Range is { } range ? TextRule.Line($"{field}.range", range, KnowledgeLimits.Range) : null)
            ?? TextRule.Count($"{field}.symbols", package.Symbols, KnowledgeLimits.Symbols)
            ?? package.Symbols.Select((symbol, i) => TextRule.Line($"{field}.symbols[{i}]", symbol, KnowledgeLimits.Symbol))
                .FirstOrDefault(static problem => problem is not null);
    }

    // Only one way to write a package may stand in the stores, since they are compared as texts.
    private static string? Purl(string field, string purl) => PackageUrl.Parse(purl, out var problem) switch
    {
        null => $"{field}: {problem}",
        { Version: null } spec when spec.Purl == purl => null,
        var spec => $"{field} is written {spec.Purl}, without a version; versions stand in range.",
    };
}
