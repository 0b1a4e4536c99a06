namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>The resources of a source that are used, as its service index names them; each with a final slash where paths are appended.</summary>
/// <param name="Registrations">Metadata of packages.</param>
/// <param name="Content">The flat container of archives, or null when the registration alone says where they are.</param>
/// <param name="Search">Asked for download counts only; null when the source has no search.</param>
internal sealed record NuGetService(Uri Registrations, Uri? Content, Uri? Search)
{
    /// <summary>The fullest first: 3.6.0 includes packages of semantic versions 2.0.0.</summary>
    private static readonly string[] RegistrationTypes =
        ["RegistrationsBaseUrl/3.6.0", "RegistrationsBaseUrl/Versioned", "RegistrationsBaseUrl/3.4.0", "RegistrationsBaseUrl/3.0.0-rc", "RegistrationsBaseUrl/3.0.0-beta", "RegistrationsBaseUrl"];

    private static readonly string[] SearchTypes =
        ["SearchQueryService/3.5.0", "SearchQueryService/Versioned", "SearchQueryService/3.0.0-rc", "SearchQueryService/3.0.0-beta", "SearchQueryService"];

    /// <summary>Null when the index names no registrations.</summary>
    public static NuGetService? Read(NuGetServiceIndex index)
    {
        var resources = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var resource in index.Resources ?? [])
        {
            if (resource.Text("@type") is { } type && resource.Address("@id") is { } url)
            {
                // Of several of one type the first is preferred.
                resources.TryAdd(type, url);
            }
        }

        return First(RegistrationTypes) is { } registrations
            ? new NuGetService(Folder(registrations), First(["PackageBaseAddress/3.0.0"]) is { } content ? Folder(content) : null, First(SearchTypes))
            : null;

        Uri? First(string[] types) => types.Select(t => resources.GetValueOrDefault(t)).FirstOrDefault(static u => u is not null);
    }

    public Uri RegistrationOf(string lowerName) => new(Registrations, $"{lowerName}/index.json");

    private static Uri Folder(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
