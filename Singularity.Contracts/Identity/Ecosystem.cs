using System.Text.Json.Serialization;

namespace Singularity.Contracts.Identity;

/// <summary>A package registry family. On the wire and in keys: the purl type (npm, cargo, hex, nuget, pypi).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ecosystem>))]
public enum Ecosystem
{
    [JsonStringEnumMemberName("npm")]
    Npm,

    [JsonStringEnumMemberName("cargo")]
    Cargo,

    [JsonStringEnumMemberName("hex")]
    Hex,

    [JsonStringEnumMemberName("nuget")]
    NuGet,

    [JsonStringEnumMemberName("pypi")]
    PyPI,
}

/// <summary>Names of ecosystems as users and the wire write them.</summary>
public static class Ecosystems
{
    public static IReadOnlyList<Ecosystem> All { get; } = [Ecosystem.Npm, Ecosystem.Cargo, Ecosystem.Hex, Ecosystem.NuGet, Ecosystem.PyPI];

    /// <summary>The purl type, lower case.</summary>
    public static string PurlType(this Ecosystem ecosystem) => ecosystem switch
    {
        Ecosystem.Npm => "npm",
        Ecosystem.Cargo => "cargo",
        Ecosystem.Hex => "hex",
        Ecosystem.NuGet => "nuget",
        Ecosystem.PyPI => "pypi",
        _ => throw new ArgumentOutOfRangeException(nameof(ecosystem), ecosystem, "Unknown ecosystem."),
    };

    /// <summary>Reads a purl type or a registry's own name (crates, crates.io, hex.pm), in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ecosystem ecosystem)
    {
        Ecosystem? found = text switch
        {
            _ when Is(text, "npm") => Ecosystem.Npm,
            _ when Is(text, "cargo") || Is(text, "crates") || Is(text, "crates.io") || Is(text, "crate") => Ecosystem.Cargo,
            _ when Is(text, "hex") || Is(text, "hex.pm") => Ecosystem.Hex,
            _ when Is(text, "nuget") => Ecosystem.NuGet,
            _ when Is(text, "pypi") || Is(text, "pip") => Ecosystem.PyPI,
            _ => null,
        };
        ecosystem = found.GetValueOrDefault();
        return found is not null;

        static bool Is(ReadOnlySpan<char> text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
