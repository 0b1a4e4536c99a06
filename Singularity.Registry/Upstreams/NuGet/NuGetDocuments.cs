using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>A service index: what a source offers, and where.</summary>
internal sealed class NuGetServiceIndex
{
    [JsonPropertyName("resources")]
    public IReadOnlyList<JsonElement>? Resources { get; init; }
}

/// <summary>A registration index: all versions of a package, in pages.</summary>
internal sealed class NuGetRegistrationIndex
{
    [JsonPropertyName("items")]
    public IReadOnlyList<NuGetRegistrationPage>? Items { get; init; }
}

/// <summary>A page of a registration, within its index or as a document of its own.</summary>
internal sealed class NuGetRegistrationPage
{
    [JsonPropertyName("@id")]
    public string? Id { get; init; }

    /// <summary>Null in an index whose pages are documents of their own.</summary>
    [JsonPropertyName("items")]
    public IReadOnlyList<NuGetRegistrationLeaf>? Items { get; init; }
}

/// <summary>One version. Sources differ in what they say and how, so the entry is read field by field; see <see cref="NuGetEntry"/>.</summary>
internal sealed class NuGetRegistrationLeaf
{
    [JsonPropertyName("catalogEntry")]
    public JsonElement CatalogEntry { get; init; }

    [JsonPropertyName("packageContent")]
    public JsonElement PackageContent { get; init; }
}

[JsonSourceGenerationOptions(MaxDepth = 64, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(NuGetServiceIndex))]
[JsonSerializable(typeof(NuGetRegistrationIndex))]
[JsonSerializable(typeof(NuGetRegistrationPage))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class NuGetJson : JsonSerializerContext;
