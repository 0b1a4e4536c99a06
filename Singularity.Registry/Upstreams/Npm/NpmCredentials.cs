using System.Net.Http.Headers;
using System.Text;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>
/// Credentials as .npmrc keeps them: under <c>//host/path/:</c>, for every address below that path. The longest path wins.
/// </summary>
internal sealed class NpmCredentials(IReadOnlyDictionary<string, string> settings, string? userInfo = null)
{
    public AuthenticationHeaderValue? For(Uri url)
    {
        for (var prefix = url.GetComponents(UriComponents.HostAndPort | UriComponents.Path, UriFormat.UriEscaped); prefix.Length > 0;)
        {
            prefix = prefix.TrimEnd('/');
            if (Read($"//{WithoutDefaultPort(prefix, url)}/:") is { } found)
            {
                return found;
            }

            prefix = prefix[..(prefix.LastIndexOf('/') + 1)];
        }

        return userInfo is null ? null : Basic(Uri.UnescapeDataString(userInfo));
    }

    public override string ToString() => "(credentials)";

    private AuthenticationHeaderValue? Read(string key)
    {
        if (Setting(key + "_authToken") is { } token)
        {
            return new AuthenticationHeaderValue("Bearer", token);
        }

        if (Setting(key + "_auth") is { } auth)
        {
            return new AuthenticationHeaderValue("Basic", auth);
        }

        return Setting(key + "username") is { } user && Setting(key + "_password") is { } password && Decode(password) is { } plain
            ? Basic($"{user}:{plain}")
            : null;
    }

    private string? Setting(string key) => settings.GetValueOrDefault(key) is { Length: > 0 } value && !value.Any(char.IsControl) ? value : null;

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>HostAndPort always writes the port; .npmrc keys leave a default one out.</summary>
    private static string WithoutDefaultPort(string prefix, Uri url)
    {
        var authority = $"{url.IdnHost}:{url.Port}";
        return url.IsDefaultPort && prefix.StartsWith(authority, StringComparison.OrdinalIgnoreCase)
            ? url.IdnHost + prefix[authority.Length..]
            : prefix;
    }
}
