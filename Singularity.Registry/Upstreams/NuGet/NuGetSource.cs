using System.Net.Http.Headers;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>A source to ask, with the credentials that the client is configured with for it.</summary>
/// <param name="Name">As nuget.config calls it.</param>
/// <param name="Index">The address of its service index, without user information.</param>
/// <param name="Credentials">A method, so that printing the record shows none.</param>
internal sealed record NuGetSource(string Name, Uri Index, Func<AuthenticationHeaderValue?> Credentials)
{
    /// <summary>Credentials go to the source's own origin only: a service index may point its resources anywhere, and a redirect may lead anywhere.</summary>
    public AuthenticationHeaderValue? AuthorizationFor(Uri url) => UpstreamUrl.SameOrigin(url, Index) ? Credentials() : null;
}

/// <summary>Which sources to ask for a package.</summary>
internal abstract record NuGetSources
{
    private NuGetSources()
    {
    }

    /// <param name="Sources">In the order of the configuration; never empty.</param>
    /// <param name="PackageFolder">Where the client keeps the packages that it has installed, or null.</param>
    public sealed record Configured(IReadOnlyList<NuGetSource> Sources, string? PackageFolder) : NuGetSources;

    /// <summary>None can be asked. The message names the remedy.</summary>
    public sealed record None(string Message) : NuGetSources;
}
