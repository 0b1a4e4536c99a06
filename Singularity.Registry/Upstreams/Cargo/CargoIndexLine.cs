using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>One version, as a line of the index (doc.rust-lang.org/cargo/reference/registry-index.html).</summary>
internal sealed record CargoIndexLine
{
    /// <summary>The newest schema of lines that cargo knows; it passes over lines with a newer one.</summary>
    public const int MaxSchema = 2;

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("vers")]
    public required string Version { get; init; }

    [JsonPropertyName("deps")]
    public IReadOnlyList<CargoIndexDependency>? Dependencies { get; init; }

    /// <summary>SHA-256 of the archive, hexadecimal.</summary>
    [JsonPropertyName("cksum")]
    public required string Checksum { get; init; }

    [JsonPropertyName("yanked")]
    public bool? Yanked { get; init; }

    [JsonPropertyName("v")]
    public int? Schema { get; init; }

    [JsonPropertyName("rust_version")]
    public string? RustVersion { get; init; }

    /// <summary>When it was published; old lines lack it.</summary>
    [JsonPropertyName("pubtime")]
    public string? Published { get; init; }
}

/// <summary>A dependency in a line.</summary>
internal sealed record CargoIndexDependency
{
    /// <summary>The name in the source code, which is not the package's when it was renamed.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("req")]
    public required string Requirement { get; init; }

    [JsonPropertyName("optional")]
    public bool? Optional { get; init; }

    /// <summary>normal, dev or build; null means normal.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>The package's own name when it was renamed.</summary>
    [JsonPropertyName("package")]
    public string? Package { get; init; }
}

[JsonSourceGenerationOptions(MaxDepth = 32)]
[JsonSerializable(typeof(CargoIndexLine))]
[JsonSerializable(typeof(CargoRegistryConfig))]
[JsonSerializable(typeof(CargoApiAnswer))]
internal sealed partial class CargoJson : JsonSerializerContext;
