using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>The npm registry, public or private, as this machine's npm client is configured to use it.</summary>
internal sealed class NpmUpstream(
    UpstreamHttp http, ArchiveDownload download, NpmClientConfiguration configuration, IOptions<UpstreamOptions> options, TimeProvider time)
    : IPackageUpstream
{
    private static readonly UpstreamProblem NotConfigured = new(
        ErrorCodes.Unavailable,
        "No npm registry is configured on this machine. Install npm, or put 'registry=<address>' into ~/.npmrc, or set npm_config_registry or "
        + $"{NpmOptions.Section}:Registry.");

    public Ecosystem Ecosystem => Ecosystem.Npm;

    public async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        if (await configuration.FindAsync(spec.Name, cancellationToken) is not { } registry)
        {
            return new UpstreamLookup.Unavailable(NotConfigured);
        }

        var request = Request(registry, registry.PackumentOf(spec.Name), $"the metadata of npm:{spec.Name}") with
        {
            ETag = etag,
            Progress = (done, total) => progress?.Report(new UpstreamProgress(UpstreamStages.Resolve, done, total)),
        };
        return await http.GetAsync(request, body => UpstreamJson.ReadAsync(body, request, NpmJson.Default.NpmPackument, cancellationToken), cancellationToken) switch
        {
            UpstreamReply<NpmPackument>.Received received => NpmLookup.Find(spec, registry, received.Value, received.ETag, time.GetUtcNow()),
            UpstreamReply<NpmPackument>.NotModified => new UpstreamLookup.NotModified(),
            UpstreamReply<NpmPackument>.Failed failed => new UpstreamLookup.Unavailable(failed.Problem),
            _ => new UpstreamLookup.Missing(
                MissingPart.Package, $"{request.RegistryName} has no package {spec.Name}. Check the spelling, and that this is the registry that has it.", []),
        };
    }

    public async Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var record = package.Record;
        if (await configuration.FindAsync(record.Name, cancellationToken) is not { } registry)
        {
            return new UpstreamArchive.Unavailable(NotConfigured);
        }

        var request = Request(registry, source.Url, $"the archive of npm:{record.Name}@{record.Version}") with { Accept = "*/*" };
        return await download.GetAsync(request, source, progress, cancellationToken);
    }

    public IVersionRules Versions => NpmVersionRules.Instance;

    private UpstreamRequest Request(NpmRegistry registry, Uri url, string what) =>
        new(registry.Base, url, what, "application/json", options.Value.MaxMetadataBytes, ErrorCodes.BadUpstream)
        {
            Authorization = registry.AuthorizationFor,
            Connection = registry.Connection,
        };
}
