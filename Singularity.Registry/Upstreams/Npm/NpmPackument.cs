using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>The parts of a package's metadata document that are used; the rest is skipped while it streams past.</summary>
internal sealed class NpmPackument
{
    [JsonPropertyName("name")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }

    [JsonPropertyName("dist-tags")]
    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? DistTags { get; init; }

    [JsonPropertyName("versions")]
    public Dictionary<string, NpmManifest?>? Versions { get; init; }

    /// <summary>Version to time of publication, besides created and modified.</summary>
    [JsonPropertyName("time")]
    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Time { get; init; }
}

/// <summary>One version's manifest, in a packument or as an archive's package.json.</summary>
[JsonConverter(typeof(NpmManifestConverter))]
internal sealed class NpmManifest
{
    public string? Name { get; set; }

    public string? Version { get; set; }

    public string? Description { get; set; }

    public IReadOnlyList<string> Keywords { get; set; } = [];

    public string? Homepage { get; set; }

    /// <summary>As written: an address or a shorthand.</summary>
    public string? Repository { get; set; }

    /// <summary>As written: an expression, or the types of a list of licences joined by OR.</summary>
    public string? License { get; set; }

    /// <summary>The publisher's message; null when not deprecated.</summary>
    public string? Deprecated { get; set; }

    public IReadOnlyList<KeyValuePair<string, string>> Engines { get; set; } = [];

    public NpmDependencyFields DependencyFields { get; } = new();

    public NpmDist? Dist { get; set; }
}

/// <summary>Where a version's archive is.</summary>
internal sealed record NpmDist(string? Tarball, string? Integrity, string? Shasum);

[JsonSourceGenerationOptions(MaxDepth = 64, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(NpmPackument))]
[JsonSerializable(typeof(NpmManifest))]
internal sealed partial class NpmJson : JsonSerializerContext;
