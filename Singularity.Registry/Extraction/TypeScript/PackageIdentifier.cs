namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>The name that readers give to what a package exports as a whole.</summary>
internal static class PackageIdentifier
{
    /// <summary>Of <c>@scope/p-map</c>, <c>pMap</c>.</summary>
    public static string Of(string packageName)
    {
        var words = packageName[(packageName.LastIndexOf('/') + 1)..].Split(['-', '.', '_'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? packageName : string.Concat(words.Select(static (w, i) => i == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
