using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.NuGet;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>From a registration to the version asked for.</summary>
internal static class NuGetLookup
{
    private static readonly Dictionary<string, string> NoTags = [];

    /// <summary>The entry that answers, or what exists instead.</summary>
    public static (NuGetEntry? Entry, IReadOnlyList<PackageVersion> Versions) Resolve(PackageSpec spec, IReadOnlyList<NuGetEntry> entries)
    {
        var versions = NuGetVersionRules.Instance.NewestFirst(
            entries.DistinctBy(static e => e.Version, StringComparer.OrdinalIgnoreCase).Select(static e => e.ToVersion()));
        var resolved = NuGetVersionRules.Instance.Resolve(spec.Version, versions, NoTags);
        return (resolved is null ? null : entries.First(e => e.Version == resolved), versions);
    }

    public static UpstreamLookup.Missing Missing(PackageSpec spec, IReadOnlyList<PackageVersion> versions)
    {
        var available = VersionRequest.Nearest(spec.Version, [.. versions.Where(static v => !v.Yanked)], NoTags);
        var hint = available.Count == 0 ? "It has no published version." : $"Available: {string.Join(", ", available)}.";
        return new UpstreamLookup.Missing(
            MissingPart.Version, $"nuget:{spec.Name} has no version that answers '{PackageName.Display(VersionRequest.Wanted(spec.Version))}'. {hint}", available);
    }

    public static PackageRecord ToRecord(PackageSpec spec, NuGetEntry entry, IReadOnlyList<PackageVersion> versions, string? etag, DateTimeOffset now)
    {
        var groups = NuGetDependencies.Read(entry);
        var license = entry.Element.Text("licenseExpression");
        return new PackageRecord
        {
            Ecosystem = Ecosystem.NuGet,
            Name = spec.Name,
            Version = entry.Version,
            Description = entry.Element.Text("description"),
            Keywords = entry.Element.Words("tags"),
            License = SpdxLicense.Normalize(license),
            LicenseText = license ?? entry.Element.Address("licenseUrl")?.AbsoluteUri,
            Homepage = entry.Element.Address("projectUrl")?.AbsoluteUri,
            Versions = versions,
            Dependencies = NuGetDependencies.Union(groups),
            Frameworks = NuGetDependencies.Frameworks(groups.Select(static g => g.Framework)),
            Deprecated = entry.Deprecation ?? (entry.ToVersion().Yanked ? "Unlisted." : null),
            CollectedAt = now,
            ValidatedAt = now,
            ETag = etag,
        };
    }
}
