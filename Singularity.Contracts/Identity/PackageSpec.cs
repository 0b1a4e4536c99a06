namespace Singularity.Contracts.Identity;

/// <summary>
/// What a user asks for: a package, and optionally a version, prefix, range or dist-tag in the ecosystem's own syntax.
/// </summary>
/// <param name="Ecosystem">The registry family.</param>
/// <param name="Name">The normalised name; see <see cref="PackageName"/>.</param>
/// <param name="Version">As written, or null for the newest stable version.</param>
public sealed record PackageSpec(Ecosystem Ecosystem, string Name, string? Version = null)
{
    /// <summary>The longest version, range or tag accepted, in characters.</summary>
    public const int MaxVersionLength = 256;

    /// <summary>The purl without version, as in <c>pkg:npm/%40angular/core</c>.</summary>
    public string Purl => PackageUrl.Format(Ecosystem, Name, null);

    public override string ToString() => Version is null ? $"{Ecosystem.PurlType()}:{Name}" : $"{Ecosystem.PurlType()}:{Name}@{Version}";

    /// <summary>Validates and normalises the parts; the explanation names the part that is wrong.</summary>
    public static PackageSpec? Create(Ecosystem ecosystem, string? name, string? version, out string? problem)
    {
        var normalized = PackageName.Normalize(ecosystem, name?.Trim() ?? "", out problem);
        if (normalized is null)
        {
            return null;
        }

        version = string.IsNullOrWhiteSpace(version) ? null : version.Trim();
        if (version is { Length: > MaxVersionLength } || version?.Any(char.IsControl) == true)
        {
            problem = $"'{PackageName.Display(version)}' is not a version, range or tag.";
            return null;
        }

        return new PackageSpec(ecosystem, normalized, version);
    }

    /// <summary>
    /// Reads a purl, <c>npm:express</c>, <c>cargo tokio</c>, <c>express@4</c> or <c>@scope/name@1.2.3</c>. The last <c>@</c> that is not
    /// the first character separates the version. Without an ecosystem, npm is meant.
    /// </summary>
    public static PackageSpec? Parse(string text, out string? problem)
    {
        text = text.Trim();
        if (text.StartsWith("pkg:", StringComparison.OrdinalIgnoreCase))
        {
            return PackageUrl.Parse(text, out problem);
        }

        var ecosystem = Ecosystem.Npm;
        var separator = text.IndexOfAny([':', ' ']);
        if (separator > 0)
        {
            if (!Ecosystems.TryParse(text.AsSpan(0, separator), out ecosystem))
            {
                problem = $"'{PackageName.Display(text[..separator])}' is not an ecosystem; use npm, cargo, hex, nuget or pypi.";
                return null;
            }

            text = text[(separator + 1)..].TrimStart();
        }

        var at = text.LastIndexOf('@');
        return at > 0
            ? Create(ecosystem, text[..at], text[(at + 1)..], out problem)
            : Create(ecosystem, text, null, out problem);
    }
}
