using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>The two halves of a hex registry, with the keys that the client is configured with.</summary>
/// <param name="Api">Facts; with a final slash, without user information.</param>
/// <param name="Repository">Archives; likewise.</param>
internal sealed record HexRegistry(Uri Api, Uri Repository, string? ApiKey, string? RepositoryKey)
{
    public Uri PackageOf(string name) => new($"{Api.AbsoluteUri}packages/{Uri.EscapeDataString(name)}");

    public Uri ReleaseOf(string name, string version) => new($"{PackageOf(name).AbsoluteUri}/releases/{Escape(version)}");

    public Uri ArchiveOf(string name, string version) => new($"{Repository.AbsoluteUri}tarballs/{Uri.EscapeDataString(name)}-{Escape(version)}.tar");

    /// <summary>Keys stay with the origin that they are for, wherever a redirect leads.</summary>
    public string? ApiKeyFor(Uri url) => UpstreamUrl.SameOrigin(url, Api) ? ApiKey : null;

    /// <inheritdoc cref="ApiKeyFor"/>
    public string? RepositoryKeyFor(Uri url) => UpstreamUrl.SameOrigin(url, Repository) ? RepositoryKey : null;

    public static bool TryParseBase(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && UpstreamUrl.IsWeb(parsed)
            ? UpstreamUrl.WithoutUserInfo(parsed)
            : null;
        return url is not null;
    }

    public override string ToString() => $"{UpstreamUrl.Display(Api)} and {UpstreamUrl.Display(Repository)}";

    /// <summary>The plus of build metadata stays as it is, as the client sends it.</summary>
    private static string Escape(string version) => Uri.EscapeDataString(version).Replace("%2B", "+", StringComparison.Ordinal);
}
