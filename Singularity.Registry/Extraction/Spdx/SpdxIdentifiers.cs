using System.Buffers;

namespace Singularity.Registry.Extraction.Spdx;

/// <summary>The identifiers of the SPDX licence list, current and deprecated; compared without case, as the specification says.</summary>
internal static class SpdxIdentifiers
{
    private const string UserDefined = "LicenseRef-";

    private const string ForeignDocument = "DocumentRef-";

    private static readonly Dictionary<string, string> Licenses = Read("licenses");

    private static readonly Dictionary<string, string> Exceptions = Read("exceptions");

    private static readonly SearchValues<char> UserDefinedCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>As the list writes it, or null when it is not on it.</summary>
    /// <param name="token">May end in "+", for any later version.</param>
    public static string? License(string token)
    {
        if (IsUserDefined(token))
        {
            return token;
        }

        var orLater = token.EndsWith('+');
        if (Licenses.GetValueOrDefault(orLater ? token[..^1] : token) is not { } id)
        {
            return null;
        }

        // The GNU licences' short identifiers are deprecated: whether later versions count is now part of the name.
        return Licenses.GetValueOrDefault(id + (orLater ? "-or-later" : "-only")) ?? (orLater ? id + "+" : id);
    }

    /// <summary>As the list of exceptions writes it, or null when it is not on it.</summary>
    public static string? Exception(string token) => Exceptions.GetValueOrDefault(token);

    private static bool IsUserDefined(string token)
    {
        var name = token.AsSpan();
        if (name.StartsWith(ForeignDocument, StringComparison.Ordinal) && name.IndexOf(':') is > 0 and var colon)
        {
            if (name[ForeignDocument.Length..colon].ContainsAnyExcept(UserDefinedCharacters))
            {
                return false;
            }

            name = name[(colon + 1)..];
        }

        return name.StartsWith(UserDefined, StringComparison.Ordinal)
            && name.Length > UserDefined.Length
            && !name[UserDefined.Length..].ContainsAnyExcept(UserDefinedCharacters);
    }

    private static Dictionary<string, string> Read(string name)
    {
        using var stream = typeof(SpdxIdentifiers).Assembly.GetManifestResourceStream($"Singularity.Registry.Extraction.Spdx.{name}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToDictionary(
            id => id, StringComparer.OrdinalIgnoreCase);
    }
}
