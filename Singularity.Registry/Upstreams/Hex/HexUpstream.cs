using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams.RateLimits;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Hex;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>hex.pm, or a registry that stands in for it, as this machine's hex client is configured to use it.</summary>
internal sealed class HexUpstream(
    UpstreamHttp http, ArchiveDownload download, HexClientConfiguration configuration, IOptions<UpstreamOptions> options, IOptions<HexOptions> hexOptions,
    TimeProvider time) : IPackageUpstream
{
    private readonly RequestBudget _budget = new(hexOptions.Value.RequestsPerMinute, TimeSpan.FromMinutes(1), MaxWait: TimeSpan.FromSeconds(70));

    public Ecosystem Ecosystem => Ecosystem.Hex;

    public IVersionRules Versions => HexVersionRules.Instance;

    /// <summary>For its first hour a release can be published again.</summary>
    public TimeSpan MutableFor => TimeSpan.FromHours(1);

    public async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var configured = await configuration.FindAsync(cancellationToken);
        if (configured is not HexConfigurationResult.Found { Registry: var registry })
        {
            return new UpstreamLookup.Unavailable(((HexConfigurationResult.Wrong)configured).Problem);
        }

        var request = Request(registry, registry.PackageOf(spec.Name), $"the metadata of hex:{spec.Name}") with
        {
            ETag = etag,
            Progress = (done, total) => progress?.Report(new UpstreamProgress(UpstreamStages.Resolve, done, total)),
        };
        return await GetAsync(request, HexJson.Default.HexPackageDocument, cancellationToken) switch
        {
            UpstreamReply<HexPackageDocument>.Received received => await FindAsync(spec, registry, received.Value, received.ETag, cancellationToken),
            UpstreamReply<HexPackageDocument>.NotModified => new UpstreamLookup.NotModified(),
            UpstreamReply<HexPackageDocument>.Failed failed => new UpstreamLookup.Unavailable(failed.Problem),
            _ => new UpstreamLookup.Missing(
                MissingPart.Package, $"{request.RegistryName} has no package {spec.Name}. Check the spelling, and that this is the registry that has it.", []),
        };
    }

    public async Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var record = package.Record;
        var configured = await configuration.FindAsync(cancellationToken);
        if (configured is not HexConfigurationResult.Found { Registry: var registry })
        {
            return new UpstreamArchive.Unavailable(((HexConfigurationResult.Wrong)configured).Problem);
        }

        var request = new UpstreamRequest(
            registry.Repository, source.Url, $"the archive of hex:{record.Name}@{record.Version}", "*/*", options.Value.MaxArchiveBytes, ErrorCodes.BadArchive)
        {
            BareToken = registry.RepositoryKeyFor,
        };
        return await download.GetAsync(request, source, progress, cancellationToken);
    }

    /// <summary>The package's document names the versions; the release's has the checksum.</summary>
    private async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, HexRegistry registry, HexPackageDocument package, string? etag, CancellationToken cancellationToken)
    {
        if (HexLookup.Resolve(spec, registry, package, out var versions, out var problem) is not { } resolved)
        {
            return problem;
        }

        var request = Request(registry, registry.ReleaseOf(spec.Name, resolved), $"the release hex:{spec.Name}@{resolved}");
        return await GetAsync(request, HexJson.Default.HexReleaseDocument, cancellationToken) switch
        {
            UpstreamReply<HexReleaseDocument>.Received { Value: var release } when release.Version == resolved =>
                HexLookup.Found(spec, registry, package, versions, release, etag, time.GetUtcNow()),
            UpstreamReply<HexReleaseDocument>.Failed failed => new UpstreamLookup.Unavailable(failed.Problem),
            UpstreamReply<HexReleaseDocument>.NotFound => HexLookup.Unusable(registry, $"lists hex:{spec.Name}@{resolved} but does not have it. Try another version."),
            _ => HexLookup.Unusable(registry, $"answered with another release when asked for hex:{spec.Name}@{resolved}. Check its address."),
        };
    }

    private UpstreamRequest Request(HexRegistry registry, Uri url, string what) =>
        new(registry.Api, url, what, "application/vnd.hex+json", options.Value.MaxMetadataBytes, ErrorCodes.BadUpstream)
        {
            BareToken = registry.ApiKeyFor,
            Budget = _budget,
        };

    private Task<UpstreamReply<T>> GetAsync<T>(UpstreamRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        http.GetAsync(request, body => UpstreamJson.ReadAsync(body, request, type, cancellationToken), cancellationToken);
}
