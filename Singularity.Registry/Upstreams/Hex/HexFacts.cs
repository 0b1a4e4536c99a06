using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>What a publisher says of a release, in the API and in the archive alike.</summary>
/// <param name="Links">In the publisher's order.</param>
/// <param name="Elixir">The requirement on Elixir itself.</param>
internal sealed record HexFacts(
    string? Description, IReadOnlyList<string> Licenses, IReadOnlyList<KeyValuePair<string, string>> Links, string? Elixir,
    IReadOnlyList<PackageDependency> Dependencies)
{
    private static readonly string[] RepositoryNames = ["github", "gitlab", "repository", "source", "source code", "codeberg", "bitbucket", "sourcehut", "git"];
    private static readonly string[] RepositoryHosts = ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht"];
    private static readonly string[] HomepageNames = ["homepage", "website", "home", "site", "home page", "web"];

    /// <summary>Lays them over a record.</summary>
    public PackageRecord Apply(PackageRecord record) => record with
    {
        Description = Description ?? record.Description,
        License = SpdxOf(Licenses),
        LicenseText = Licenses.Count == 0 ? null : string.Join(", ", Licenses),
        Homepage = Named(HomepageNames) is { } home && Uri.TryCreate(home.Trim(), UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? home.Trim() : null,
        Repository = RepositoryAddress.Normalize(Named(RepositoryNames) ?? OnKnownHost()),
        Dependencies = Dependencies,
        Frameworks = string.IsNullOrWhiteSpace(Elixir) ? [] : [$"elixir {Elixir.Trim()}"],
    };

    /// <summary>A dependency as the two forms state it alike.</summary>
    public static PackageDependency Dependency(string name, string? requirement, bool optional) =>
        new(name, string.IsNullOrWhiteSpace(requirement) ? ">= 0.0.0" : requirement.Trim(), optional ? "optional" : "runtime", optional);

    /// <summary>The list says under which licences a package is, not that one may choose among them: all are taken to apply.</summary>
    private static string? SpdxOf(IReadOnlyList<string> licenses)
    {
        var expressions = licenses.Select(SpdxLicense.Normalize).ToArray();
        return expressions.Length == 0 || Array.Exists(expressions, static e => e is null)
            ? null
            : string.Join(" AND ", expressions.Select(e => expressions.Length > 1 && e!.Contains(" OR ", StringComparison.Ordinal) ? $"({e})" : e));
    }

    private string? Named(string[] names) => Links
        .Select(link => (Rank: Array.IndexOf(names, link.Key.Trim().ToLowerInvariant()), link.Value))
        .Where(static link => link.Rank >= 0)
        .OrderBy(static link => link.Rank)
        .Select(static link => link.Value)
        .FirstOrDefault();

    private string? OnKnownHost() => Links.Select(static link => link.Value).FirstOrDefault(static value =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && Array.IndexOf(RepositoryHosts, url.Host.ToLowerInvariant()) >= 0 && url.Segments.Length == 3);
}
