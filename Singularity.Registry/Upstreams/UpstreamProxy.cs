using System.Net;

namespace Singularity.Registry.Upstreams;

/// <summary>The proxies of an <see cref="UpstreamConnection"/>; for what it does not name, the machine's.</summary>
internal sealed class UpstreamProxy(UpstreamConnection connection) : IWebProxy
{
    private readonly string[] _none = connection.NoProxy.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public ICredentials? Credentials { get; set; } = CredentialsOf(connection);

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null
        : Configured(destination) is { } proxy ? UpstreamUrl.WithoutUserInfo(proxy)
        : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => Array.Exists(_none, name => Covers(name, host.IdnHost))
        || (Configured(host) is null && HttpClient.DefaultProxy.IsBypassed(host));

    private Uri? Configured(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? connection.HttpsProxy : connection.HttpProxy;

    /// <summary><c>example.org</c>, <c>.example.org</c> and <c>*.example.org</c> all cover the host and what is below it.</summary>
    private static bool Covers(string name, string host)
    {
        var suffix = name.TrimStart('*').TrimStart('.');
        return suffix.Length == 0
            ? name == "*"
            : host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && (host.Length == suffix.Length || host[^(suffix.Length + 1)] == '.');
    }

    private static CredentialCache? CredentialsOf(UpstreamConnection connection)
    {
        var cache = new CredentialCache();
        var any = false;
        foreach (var proxy in new[] { connection.HttpProxy, connection.HttpsProxy }.OfType<Uri>().Where(static p => p.UserInfo.Length > 0).DistinctBy(static p => p.Authority))
        {
            var parts = proxy.UserInfo.Split(':', 2);
            cache.Add(
                UpstreamUrl.WithoutUserInfo(proxy), "Basic",
                new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""));
            any = true;
        }

        return any ? cache : null;
    }
}
