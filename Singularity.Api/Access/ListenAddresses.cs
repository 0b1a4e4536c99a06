using System.Net;

namespace Singularity.Api.Access;

/// <summary>Where the server listens, or will by its configuration.</summary>
internal static class ListenAddresses
{
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]).ToList();
        return urls.Count > 0
            ? urls
            : Split(configuration[WebHostDefaults.HttpPortsKey]).Concat(Split(configuration[WebHostDefaults.HttpsPortsKey])).Select(port => $"http://*:{port}");
    }

    public static bool IsLoopback(string address)
    {
        // Kestrel's wildcards, http://*:80 and http://+:80, are no URIs.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return false;
        }

        return uri.Host is "localhost" || uri.Host.StartsWith("unix:", StringComparison.Ordinal)
            || (IPAddress.TryParse(uri.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
