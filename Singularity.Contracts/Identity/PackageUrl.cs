namespace Singularity.Contracts.Identity;

/// <summary>Package URLs (purl): <c>pkg:type/namespace/name@version</c>, each part percent-encoded. Qualifiers and subpaths are ignored.</summary>
public static class PackageUrl
{
    public static string Format(Ecosystem ecosystem, string name, string? version)
    {
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return version is null
            ? $"pkg:{ecosystem.PurlType()}/{path}"
            : $"pkg:{ecosystem.PurlType()}/{path}@{Uri.EscapeDataString(version)}";
    }

    public static PackageSpec? Parse(string purl, out string? problem)
    {
        var rest = purl.StartsWith("pkg:", StringComparison.OrdinalIgnoreCase) ? purl[4..].TrimStart('/') : "";
        var end = rest.IndexOfAny(['?', '#']);
        rest = end < 0 ? rest : rest[..end];
        var slash = rest.IndexOf('/');
        if (slash <= 0 || !Ecosystems.TryParse(rest.AsSpan(0, slash), out var ecosystem))
        {
            problem = $"'{PackageName.Display(purl)}' is not a package URL of npm, cargo, hex, nuget or pypi, such as pkg:npm/express@4.21.2.";
            return null;
        }

        var path = rest[(slash + 1)..];
        var at = path.LastIndexOf('@');
        var version = at > 0 ? Uri.UnescapeDataString(path[(at + 1)..]) : null;
        var name = Uri.UnescapeDataString(at > 0 ? path[..at] : path);
        return PackageSpec.Create(ecosystem, name, version, out problem);
    }
}
