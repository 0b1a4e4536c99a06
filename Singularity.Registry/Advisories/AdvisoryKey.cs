using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Osv;

namespace Singularity.Registry.Advisories;

/// <summary>Under which name advisories and packages meet.</summary>
/// <param name="Name">Normalised; for cargo also in small letters with <c>_</c> for <c>-</c>, since crates.io holds such names for one.</param>
internal readonly record struct AdvisoryKey(Ecosystem Ecosystem, string Name)
{
    /// <param name="name">As normalised by <see cref="PackageName"/>.</param>
    public static AdvisoryKey For(Ecosystem ecosystem, string name) =>
        new(ecosystem, ecosystem is Ecosystem.Cargo ? name.ToLowerInvariant().Replace('-', '_') : name);

    /// <summary>Null for a package of another ecosystem, or under a name that its registry could not hold.</summary>
    public static AdvisoryKey? For(OsvPackage? package) =>
        OsvEcosystems.Find(package?.Ecosystem) is { } ecosystem && PackageName.Normalize(ecosystem, package!.Name ?? "", out _) is { } name
            ? For(ecosystem, name)
            : null;

    /// <summary>The packages that an advisory is about, each once.</summary>
    public static IReadOnlyList<AdvisoryKey> Of(OsvDocument document) =>
        [.. document.Affected.Select(static affected => For(affected.Package)).OfType<AdvisoryKey>().Distinct()];
}
