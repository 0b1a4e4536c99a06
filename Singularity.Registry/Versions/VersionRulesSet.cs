using Singularity.Contracts.Identity;
using Singularity.Registry.Versions.Cargo;
using Singularity.Registry.Versions.Hex;
using Singularity.Registry.Versions.Npm;
using Singularity.Registry.Versions.NuGet;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Registry.Versions;

/// <summary>Every ecosystem's rules.</summary>
internal static class VersionRulesSet
{
    private static readonly Dictionary<Ecosystem, IVersionRules> Rules = new IVersionRules[]
    {
        NpmVersionRules.Instance,
        CargoVersionRules.Instance,
        HexVersionRules.Instance,
        NuGetVersionRules.Instance,
        PyPIVersionRules.Instance,
    }.ToDictionary(static r => r.Ecosystem);

    public static IVersionRules For(Ecosystem ecosystem) => Rules[ecosystem];

    /// <summary>Null for an ecosystem whose rules are not known.</summary>
    public static IVersionRules? Find(Ecosystem ecosystem) => Rules.GetValueOrDefault(ecosystem);
}
