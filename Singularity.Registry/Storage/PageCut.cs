using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage;

internal static class PageCut
{
    /// <summary>A page of at most <paramref name="limit"/> from one row more, whose presence tells that another page follows.</summary>
    public static PackagePage Cut(List<PackageSummary> packages, int limit) => packages.Count <= limit
        ? new PackagePage(packages, null)
        : new PackagePage(packages[..limit], PackageKey.For(packages[limit - 1].Ecosystem, packages[limit - 1].Name));
}
