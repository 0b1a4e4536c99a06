using Singularity.Contracts.Packages;

namespace Singularity.Registry.Collecting;

/// <summary>Keeps a record small enough for one NATS message (1 MiB by default).</summary>
internal static class RecordLimits
{
    public const int Versions = 2_000;
    public const int Readme = 256 * 1024;

    public static PackageRecord Apply(PackageRecord package) => package with
    {
        VersionCount = Math.Max(package.VersionCount, package.Versions.Count),
        Versions = package.Versions.Count > Versions ? [.. package.Versions.Take(Versions)] : package.Versions,
        Readme = package.Readme is { Length: > Readme } readme
            ? readme[..(char.IsHighSurrogate(readme[Readme - 1]) ? Readme - 1 : Readme)]
            : package.Readme,
    };
}
