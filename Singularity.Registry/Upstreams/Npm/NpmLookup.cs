using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>From a packument to the version asked for.</summary>
internal static class NpmLookup
{
    public static UpstreamLookup Find(PackageSpec spec, NpmRegistry registry, NpmPackument packument, string? etag, DateTimeOffset now)
    {
        if (packument.Name is not null && packument.Name != spec.Name)
        {
            return Unusable(registry, $"answered with the package {PackageName.Display(packument.Name)} when asked for {spec.Name}. Check its address.");
        }

        var tags = packument.DistTags ?? new Dictionary<string, string>();
        var versions = NpmVersionRules.Instance.NewestFirst(Versions(packument));
        var wanted = VersionRequest.Wanted(spec.Version);
        if (NpmVersionRules.Instance.Resolve(spec.Version, versions, tags) is not { } resolved)
        {
            var available = VersionRequest.Nearest(spec.Version, versions, tags);
            var hint = available.Count == 0 ? "It has no published version." : $"Available: {string.Join(", ", available)}.";
            return new UpstreamLookup.Missing(
                MissingPart.Version, $"npm:{spec.Name} has no version that answers '{PackageName.Display(wanted)}'. {hint}", available);
        }

        var manifest = packument.Versions![resolved]!;
        if (NpmArchiveSource.Create(registry.Base, manifest.Dist, out var problem) is not { } source)
        {
            return Unusable(registry, $"lists npm:{spec.Name}@{resolved} {problem} It cannot be verified, so it is not read.");
        }

        var record = NpmFacts.Apply(manifest, new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = spec.Name,
            Version = resolved,
            Versions = versions,
            DistTags = tags,
            Deprecated = manifest.Deprecated,
            CollectedAt = now,
            ValidatedAt = now,
            ETag = etag,
        });
        return new UpstreamLookup.Found(new UpstreamPackage(wanted, record, [source]));
    }

    private static IEnumerable<PackageVersion> Versions(NpmPackument packument) =>
        from version in packument.Versions ?? []
        where version.Value is not null
        select new PackageVersion(
            version.Key,
            packument.Time?.GetValueOrDefault(version.Key) is { } text && DateTimeOffset.TryParse(text, out var published) ? published : null,
            Deprecated: version.Value.Deprecated is not null,
            Reason: version.Value.Deprecated);

    private static UpstreamLookup.Unavailable Unusable(NpmRegistry registry, string problem) =>
        new(new UpstreamProblem(ErrorCodes.BadUpstream, $"{UpstreamUrl.Display(registry.Base)} {problem}"));
}
