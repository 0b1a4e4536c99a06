using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>A registry to ask, with the credentials that the client is configured with for it.</summary>
/// <param name="Base">With a final slash, without user information.</param>
/// <param name="Connection">How the client is told to reach it.</param>
internal sealed record NpmRegistry(Uri Base, NpmCredentials Credentials, UpstreamConnection Connection)
{
    /// <summary>
    /// Credentials go to the registry's own origin only: a packument may point its archives anywhere, and a redirect may lead anywhere.
    /// </summary>
    public AuthenticationHeaderValue? AuthorizationFor(Uri url) =>
        UpstreamUrl.SameOrigin(url, Base) ? Credentials.For(url) ?? Credentials.For(Base) : null;

    /// <summary>The packument of a package; a scope's slash is encoded, as the client does it.</summary>
    public Uri PackumentOf(string name) => new(Base.AbsoluteUri + name.Replace("/", "%2F", StringComparison.Ordinal));

    public static bool TryParseBase(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && UpstreamUrl.IsWeb(parsed) ? parsed : null;
        return url is not null;
    }
}
