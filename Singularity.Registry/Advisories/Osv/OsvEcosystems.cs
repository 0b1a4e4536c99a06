using Singularity.Contracts.Identity;

namespace Singularity.Registry.Advisories.Osv;

/// <summary>The names that the OSV format gives to ecosystems; they are compared to the letter.</summary>
internal static class OsvEcosystems
{
    public static Ecosystem? Find(string? name) => name switch
    {
        "npm" => Ecosystem.Npm,
        "crates.io" => Ecosystem.Cargo,
        "Hex" => Ecosystem.Hex,
        "NuGet" => Ecosystem.NuGet,
        "PyPI" => Ecosystem.PyPI,
        _ => null,
    };

    public static string Name(Ecosystem ecosystem) => ecosystem switch
    {
        Ecosystem.Npm => "npm",
        Ecosystem.Cargo => "crates.io",
        Ecosystem.Hex => "Hex",
        Ecosystem.NuGet => "NuGet",
        Ecosystem.PyPI => "PyPI",
        _ => throw new ArgumentOutOfRangeException(nameof(ecosystem), ecosystem, "Unknown ecosystem."),
    };
}
