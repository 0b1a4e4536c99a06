using System.Text.Json.Serialization;
using Singularity.Registry.Upstreams.Npm;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>What the API says about a package; the parts that are used.</summary>
internal sealed class HexPackageDocument
{
    [JsonPropertyName("name")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }

    [JsonPropertyName("meta")]
    public HexMeta? Meta { get; init; }

    [JsonPropertyName("releases")]
    public IReadOnlyList<HexRelease?>? Releases { get; init; }

    /// <summary>Version to why it was retired.</summary>
    [JsonPropertyName("retirements")]
    public IReadOnlyDictionary<string, HexRetirement?>? Retirements { get; init; }

    /// <summary>Counts by span: all, recent, week, day.</summary>
    [JsonPropertyName("downloads")]
    public IReadOnlyDictionary<string, long>? Downloads { get; init; }
}

internal sealed class HexMeta
{
    [JsonPropertyName("description")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Description { get; init; }

    [JsonPropertyName("licenses")]
    public IReadOnlyList<string?>? Licenses { get; init; }

    /// <summary>The publisher's name for a link to its address.</summary>
    [JsonPropertyName("links")]
    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Links { get; init; }
}

/// <summary>A release in a package's list.</summary>
internal sealed class HexRelease
{
    [JsonPropertyName("version")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Version { get; init; }

    [JsonPropertyName("inserted_at")]
    public DateTimeOffset? InsertedAt { get; init; }
}

/// <param name="Reason">other, invalid, security, deprecated or renamed.</param>
/// <param name="Message">The publisher's; may be null.</param>
internal sealed record HexRetirement(
    [property: JsonPropertyName("reason"), JsonConverter(typeof(LenientTextConverter))] string? Reason,
    [property: JsonPropertyName("message"), JsonConverter(typeof(LenientTextConverter))] string? Message)
{
    public override string ToString() =>
        $"Retired{(Reason is { Length: > 0 } and not "other" ? $" ({Reason})" : "")}{(Message is { Length: > 0 } ? $": {Message}" : "")}";
}

/// <summary>What the API says about one release; the parts that are used.</summary>
internal sealed class HexReleaseDocument
{
    [JsonPropertyName("version")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Version { get; init; }

    /// <summary>The outer checksum: SHA-256 of the whole archive, hexadecimal.</summary>
    [JsonPropertyName("checksum")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Checksum { get; init; }

    [JsonPropertyName("requirements")]
    public IReadOnlyDictionary<string, HexRequirementDocument?>? Requirements { get; init; }

    [JsonPropertyName("meta")]
    public HexReleaseMeta? Meta { get; init; }
}

internal sealed record HexRequirementDocument(
    [property: JsonPropertyName("requirement"), JsonConverter(typeof(LenientTextConverter))] string? Requirement,
    [property: JsonPropertyName("optional")] bool? Optional);

internal sealed record HexReleaseMeta([property: JsonPropertyName("elixir"), JsonConverter(typeof(LenientTextConverter))] string? Elixir);

[JsonSourceGenerationOptions(MaxDepth = 64, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(HexPackageDocument))]
[JsonSerializable(typeof(HexReleaseDocument))]
internal sealed partial class HexJson : JsonSerializerContext;
