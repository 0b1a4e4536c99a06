using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>An index's config.json.</summary>
internal sealed record CargoRegistryConfig
{
    private static readonly string[] Markers = ["{crate}", "{version}", "{prefix}", "{lowerprefix}", "{sha256-checksum}"];

    /// <summary>Where archives are: a template, or an address below which <c>/{crate}/{version}/download</c> lies.</summary>
    [JsonPropertyName("dl")]
    public string? Downloads { get; init; }

    /// <summary>Null for a registry without one.</summary>
    [JsonPropertyName("api")]
    public string? Api { get; init; }

    [JsonPropertyName("auth-required")]
    public bool AuthRequired { get; init; }

    /// <summary>The base address of the API, with a final slash; null when there is none.</summary>
    [JsonIgnore]
    public Uri? ApiUrl => Uri.TryCreate(Api?.TrimEnd('/') + "/", UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? UpstreamUrl.WithoutUserInfo(url) : null;

    /// <summary>Null when the template makes no web address.</summary>
    public Uri? ArchiveOf(string name, string version, string checksum)
    {
        var template = Downloads ?? "";
        template = Array.Exists(Markers, template.Contains) ? template : template.TrimEnd('/') + "/{crate}/{version}/download";
        var text = template
            .Replace("{crate}", name, StringComparison.Ordinal)
            .Replace("{version}", version, StringComparison.Ordinal)
            .Replace("{prefix}", CargoRegistry.Prefix(name), StringComparison.Ordinal)
            .Replace("{lowerprefix}", CargoRegistry.Prefix(name.ToLowerInvariant()), StringComparison.Ordinal)
            .Replace("{sha256-checksum}", checksum, StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? UpstreamUrl.WithoutUserInfo(url) : null;
    }

    public bool Covers(Uri url) =>
        (ArchiveOf("a", "0.0.0", "0") is { } archives && UpstreamUrl.SameOrigin(url, archives)) || (ApiUrl is { } api && UpstreamUrl.SameOrigin(url, api));
}
