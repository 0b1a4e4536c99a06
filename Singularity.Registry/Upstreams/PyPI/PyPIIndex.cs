using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>An index to ask, with the credentials that pip is configured with for it.</summary>
/// <param name="Simple">The address of the Simple API, with a final slash, without user information.</param>
internal sealed record PyPIIndex(Uri Simple, PyPICredentials Credentials)
{
    private const string SimpleSuffix = "simple/";

    /// <summary>The JSON API, which stands beside the Simple API where there is one; null for an address that does not follow the custom.</summary>
    public Uri? JsonOf(string name, string? version = null) => Simple.AbsoluteUri.EndsWith("/" + SimpleSuffix, StringComparison.OrdinalIgnoreCase)
        ? new Uri(Simple, version is null ? $"../pypi/{name}/json" : $"../pypi/{name}/{Uri.EscapeDataString(version)}/json")
        : null;

    public Uri SimpleOf(string name) => new(Simple, name + "/");

    /// <summary>Credentials of the address go to its own origin only; those of .netrc to the host that they name, and never where all can read them.</summary>
    public AuthenticationHeaderValue? AuthorizationFor(Uri url) => Credentials.For(url, Simple);

    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && UpstreamUrl.IsWeb(parsed) ? parsed : null;
        return url is not null;
    }
}

/// <summary>User information of an index's address, and .netrc.</summary>
internal sealed class PyPICredentials(string userInfo, IReadOnlyDictionary<string, string> hosts)
{
    public AuthenticationHeaderValue? For(Uri url, Uri index)
    {
        var isIndex = UpstreamUrl.SameOrigin(url, index);
        if (isIndex && userInfo.Length > 0)
        {
            return Basic(Uri.UnescapeDataString(userInfo));
        }

        return (isIndex || url.Scheme == Uri.UriSchemeHttps) && hosts.TryGetValue(url.IdnHost, out var pair) ? Basic(pair) : null;
    }

    public override string ToString() => "(credentials)";

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
}
