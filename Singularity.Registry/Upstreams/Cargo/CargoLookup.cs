using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Cargo;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>From the lines of an index to the version asked for.</summary>
internal static class CargoLookup
{
    private const string NoReason = "Yanked by its publisher; the registry gives no reason.";

    /// <param name="facts">From the API; null when it could not be asked.</param>
    public static UpstreamLookup Find(
        PackageSpec spec, CargoRegistry registry, CargoRegistryConfig config, IReadOnlyList<CargoIndexLine> lines, CargoApiAnswer? facts, string? etag, DateTimeOffset now)
    {
        var stranger = lines.FirstOrDefault(line => !CargoSpelling.Same(line.Name, spec.Name));
        if (stranger is not null)
        {
            return Unusable(registry, $"answered with the crate {PackageName.Display(stranger.Name)} when asked for {spec.Name}. Check its address.");
        }

        var published = facts?.Versions?.OfType<CargoApiVersion>().Where(static v => v.Number is not null).ToLookup(static v => v.Number!, StringComparer.Ordinal);
        var versions = CargoVersionRules.Instance.NewestFirst(lines.DistinctBy(static l => l.Version).Select(line => Version(line, published?[line.Version].FirstOrDefault())));
        var wanted = VersionRequest.Wanted(spec.Version);
        if (CargoVersionRules.Instance.Resolve(spec.Version, versions, new Dictionary<string, string>()) is not { } resolved)
        {
            var available = VersionRequest.Nearest(spec.Version, versions, new Dictionary<string, string>());
            var hint = available.Count == 0 ? "It has no published version." : $"Available: {string.Join(", ", available)}.";
            return new UpstreamLookup.Missing(
                MissingPart.Version, $"cargo:{spec.Name} has no version that answers '{PackageName.Display(wanted)}'. {hint}", available);
        }

        var found = lines.First(line => line.Version == resolved);
        if (Source(found, config, out var problem) is not { } source)
        {
            return Unusable(registry, $"lists cargo:{found.Name}@{PackageName.Display(resolved)} {problem} It cannot be verified, so it is not read.");
        }

        var record = Apply(facts?.Crate, published?[resolved].FirstOrDefault()?.License, new PackageRecord
        {
            Ecosystem = Ecosystem.Cargo,
            Name = found.Name,
            Version = resolved,
            Versions = versions,
            Dependencies = Dependencies(found),
            Frameworks = found.RustVersion is { Length: > 0 } rust ? [$"rust >={rust}"] : [],
            Deprecated = found.Yanked == true ? versions.First(v => v.Version == resolved).Reason : null,
            CollectedAt = now,
            ValidatedAt = now,
            ETag = etag,
        });
        return new UpstreamLookup.Found(new UpstreamPackage(wanted, record, [source]));
    }

    private static PackageRecord Apply(CargoApiCrate? crate, string? license, PackageRecord record) => record with
    {
        Description = crate?.Description?.Trim(),
        Keywords = [.. (crate?.Keywords ?? []).Concat(crate?.Categories ?? []).OfType<string>().Distinct(StringComparer.Ordinal)],
        License = SpdxLicense.Normalize(license),
        LicenseText = license,
        Homepage = Uri.TryCreate(crate?.Homepage?.Trim(), UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? crate!.Homepage!.Trim() : null,
        Repository = RepositoryAddress.Normalize(crate?.Repository),
        Downloads = crate?.Downloads,
    };

    private static PackageVersion Version(CargoIndexLine line, CargoApiVersion? published) => new(
        line.Version,
        DateTimeOffset.TryParse(line.Published ?? published?.Created, out var time) ? time : null,
        Yanked: line.Yanked == true,
        Reason: line.Yanked == true ? published?.YankMessage ?? NoReason : null);

    /// <summary>The same crate may be required for several targets alike; renamed ones have their true name.</summary>
    private static IReadOnlyList<PackageDependency> Dependencies(CargoIndexLine line) => [.. (line.Dependencies ?? []).Select(static d => new PackageDependency(
        d.Package ?? d.Name,
        d.Requirement,
        d.Kind switch { "dev" => "dev", "build" => "build", _ => "runtime" },
        d.Optional == true)).Distinct()];

    private static ArchiveSource? Source(CargoIndexLine line, CargoRegistryConfig config, out string problem)
    {
        problem = "without a usable checksum.";
        var checksum = line.Checksum.ToLowerInvariant();
        if (checksum.Length != 64 || !checksum.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        problem = "but its config.json gives no address of archives.";
        return config.ArchiveOf(line.Name, line.Version, checksum) is { } url ? new ArchiveSource(url, [new ArchiveChecksum("sha256", checksum)]) : null;
    }

    private static UpstreamLookup.Unavailable Unusable(CargoRegistry registry, string problem) =>
        new(new UpstreamProblem(ErrorCodes.BadUpstream, $"{UpstreamUrl.Display(registry.Index)} {problem}"));
}
