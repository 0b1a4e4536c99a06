using NuGet.Frameworks;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions.NuGet;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>The dependencies of one version for one target framework.</summary>
/// <param name="Framework">Null for any.</param>
internal sealed record NuGetDependencyGroup(NuGetFramework? Framework, IReadOnlyList<(string Id, string? Range)> Dependencies);

/// <summary>From groups per framework, which only NuGet has, to one list.</summary>
internal static class NuGetDependencies
{
    /// <summary>The union; where frameworks require different versions of a package, what the newest framework requires.</summary>
    public static IReadOnlyList<PackageDependency> Union(IReadOnlyList<NuGetDependencyGroup> groups) =>
    [
        .. groups
            .OrderByDescending(static g => NuGetFrameworks.Rank(g.Framework))
            .SelectMany(static g => g.Dependencies)
            .DistinctBy(static d => d.Id, StringComparer.OrdinalIgnoreCase)
            .Select(static d => new PackageDependency(d.Id, NuGetVersionRules.Requirement(d.Range), "runtime")),
    ];

    public static IReadOnlyList<string> Frameworks(IEnumerable<NuGetFramework?> frameworks) =>
    [
        .. frameworks.OfType<NuGetFramework>().Distinct().OrderByDescending(static f => NuGetFrameworks.Rank(f)).Select(static f => f.ShortName()).OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<NuGetDependencyGroup> Read(NuGetEntry entry) =>
    [
        .. entry.Element.Elements("dependencyGroups").Select(static g => new NuGetDependencyGroup(
            NuGetFrameworks.Parse(g.Text("targetFramework")),
            [.. g.Elements("dependencies").Where(static d => d.Text("id") is not null).Select(static d => (d.Text("id")!, d.Text("range")))])),
    ];
}
