using Singularity.Registry.Extraction.Spdx;

namespace Singularity.Registry.Extraction;

/// <summary>Makes an SPDX expression of what publishers write.</summary>
internal static class SpdxLicense
{
    private const int MaxLength = 512;

    /// <summary>The expression, or null when the text is not one and is no common older way to write one.</summary>
    public static string? Normalize(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length is 0 or > MaxLength ? null : Identifier(trimmed) ?? SpdxExpression.Format(trimmed, Identifier);
    }

    private static string? Identifier(string token) => SpdxIdentifiers.License(token) ?? SpdxSpellings.Find(token);
}
