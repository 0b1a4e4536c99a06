using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Lays core metadata over a record.</summary>
internal static class PyPIFacts
{
    private const int MaxKeywords = 256;

    /// <summary>The labels of PEP 753 and those in use before it, without blanks and punctuation.</summary>
    private static readonly string[] RepositoryLabels = ["source", "sourcecode", "repository", "code", "github", "gitlab", "git", "repo", "development"];

    private static readonly string[] HomepageLabels = ["homepage", "home", "website", "documentation", "docs"];

    private static readonly string[] RepositoryHosts = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht"];

    public static PackageRecord Apply(PyPIInfo info, PackageRecord record)
    {
        var (license, licenseText) = PyPILicense.Of(info);
        var homepage = WebAddress(info.HomePage) ?? Labelled(info, HomepageLabels);
        return record with
        {
            Description = info.Summary,
            Keywords = Words(info.Keywords),
            License = license,
            LicenseText = licenseText,
            Homepage = homepage,
            Repository = RepositoryAddress.Normalize(Labelled(info, RepositoryLabels) ?? OnRepositoryHost(homepage)),
            Dependencies = [.. (info.RequiresDist ?? []).Select(PyPIRequirement.Read).OfType<PackageDependency>()],
            Frameworks = info.RequiresPython is { Length: > 0 } python ? [$"python {python}"] : [],
        };
    }

    private static string[] Words(string? keywords) => keywords is null ? []
        : [.. keywords.Split(keywords.Contains(',', StringComparison.Ordinal) ? [',', '\n'] : [' ', '\t', '\n', ';'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MaxKeywords)];

    private static string? Labelled(PyPIInfo info, string[] labels)
    {
        var known = info.ProjectUrls.Select(static u => (Label: string.Concat(u.Key.Where(char.IsLetterOrDigit)).ToLowerInvariant(), Url: WebAddress(u.Value))).ToArray();
        return labels.Select(label => Array.Find(known, u => u.Label == label && u.Url is not null).Url).FirstOrDefault(static url => url is not null);
    }

    private static string? OnRepositoryHost(string? homepage) =>
        homepage is not null && new Uri(homepage) is var url && RepositoryHosts.Contains(url.Host) && url.Segments.Length > 2 ? homepage : null;

    private static string? WebAddress(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? text!.Trim() : null;
}
