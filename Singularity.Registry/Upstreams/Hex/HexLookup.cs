using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Hex;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>From the API's documents to the version asked for.</summary>
internal static class HexLookup
{
    private static readonly Dictionary<string, string> NoTags = [];

    /// <summary>The version that is meant; null and an answer when there is none.</summary>
    public static string? Resolve(
        PackageSpec spec, HexRegistry registry, HexPackageDocument package, out IReadOnlyList<PackageVersion> versions, out UpstreamLookup problem)
    {
        versions = HexVersionRules.Instance.NewestFirst(Versions(package));
        problem = Unusable(registry, $"answered with the package {PackageName.Display(package.Name ?? "(none)")} when asked for {spec.Name}. Check its address.");
        if (package.Name != spec.Name)
        {
            return null;
        }

        var available = VersionRequest.Nearest(spec.Version, versions, NoTags);
        var hint = available.Count == 0 ? "It has no published version." : $"Available: {string.Join(", ", available)}.";
        problem = new UpstreamLookup.Missing(
            MissingPart.Version, $"hex:{spec.Name} has no version that answers '{PackageName.Display(VersionRequest.Wanted(spec.Version))}'. {hint}", available);
        return HexVersionRules.Instance.Resolve(spec.Version, versions, NoTags);
    }

    public static UpstreamLookup Found(
        PackageSpec spec, HexRegistry registry, HexPackageDocument package, IReadOnlyList<PackageVersion> versions, HexReleaseDocument release, string? etag,
        DateTimeOffset now)
    {
        var resolved = release.Version!;
        if (release.Checksum is not { Length: 64 } checksum || !checksum.All(char.IsAsciiHexDigit))
        {
            return Unusable(registry, $"lists hex:{spec.Name}@{resolved} without a usable checksum. It cannot be verified, so it is not read.");
        }

        var facts = new HexFacts(
            package.Meta?.Description,
            [.. (package.Meta?.Licenses ?? []).OfType<string>()],
            [.. package.Meta?.Links ?? NoTags],
            release.Meta?.Elixir,
            [.. (release.Requirements ?? new Dictionary<string, HexRequirementDocument?>()).Select(
                static r => HexFacts.Dependency(r.Key, r.Value?.Requirement, r.Value?.Optional == true))]);
        var record = facts.Apply(new PackageRecord
        {
            Ecosystem = Ecosystem.Hex,
            Name = spec.Name,
            Version = resolved,
            Versions = versions,
            Deprecated = versions.First(v => v.Version == resolved).Reason,
            Downloads = package.Downloads?.TryGetValue("all", out var downloads) == true ? downloads : null,
            CollectedAt = now,
            ValidatedAt = now,
            ETag = etag,
        });
        var source = new ArchiveSource(
            registry.ArchiveOf(spec.Name, resolved), [new ArchiveChecksum("sha256", checksum.ToLowerInvariant())], ArchiveLayout.HexTar);
        return new UpstreamLookup.Found(new UpstreamPackage(VersionRequest.Wanted(spec.Version), record, [source]));
    }

    public static UpstreamLookup.Unavailable Unusable(HexRegistry registry, string problem) =>
        new(new UpstreamProblem(ErrorCodes.BadUpstream, $"{UpstreamUrl.Display(registry.Api)} {problem}"));

    private static IEnumerable<PackageVersion> Versions(HexPackageDocument package)
    {
        foreach (var release in package.Releases ?? [])
        {
            if (release?.Version is { Length: > 0 and <= PackageSpec.MaxVersionLength } version)
            {
                var retired = package.Retirements?.GetValueOrDefault(version);
                yield return new PackageVersion(version, release.InsertedAt, Deprecated: retired is not null, Reason: retired?.ToString());
            }
        }
    }
}
