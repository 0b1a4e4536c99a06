using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage;

/// <summary>Which version a request without a version means.</summary>
internal static class HeadVersion
{
    /// <summary>The dist-tag latest, else the newest version that is neither a pre-release nor yanked, else the newest; null when none is known.</summary>
    public static string? Of(PackageRecord package) =>
        package.DistTags.TryGetValue("latest", out var latest)
            ? latest
            : (package.Versions.FirstOrDefault(static v => !v.Yanked && !v.Version.Contains('-')) ?? (package.Versions.Count > 0 ? package.Versions[0] : null))?.Version;

    public static bool Is(PackageRecord package) => Of(package) is not { } head || head == package.Version;
}
