using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Cargo;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>crates.io or the registry that replaces it, through its sparse index, as this machine's cargo is configured to use it.</summary>
internal sealed class CargoUpstream(
    UpstreamHttp http,
    ArchiveDownload download,
    CargoClientConfiguration configuration,
    CargoRegistryConfigs configs,
    CargoApi api,
    IOptions<UpstreamOptions> options,
    TimeProvider time) : IPackageUpstream
{
    public Ecosystem Ecosystem => Ecosystem.Cargo;

    public IVersionRules Versions => CargoVersionRules.Instance;

    public async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var (registry, config, problem) = await FindRegistryAsync(cancellationToken);
        if (registry is null || config is null)
        {
            return new UpstreamLookup.Unavailable(problem!);
        }

        foreach (var name in CargoSpelling.Of(spec.Name))
        {
            var request = Request(registry, config, registry.LinesOf(name), $"the index of cargo:{name}") with
            {
                ETag = etag,
                Progress = (done, total) => progress?.Report(new UpstreamProgress(UpstreamStages.Resolve, done, total)),
            };
            switch (await http.GetAsync(request, body => CargoIndexReader.ReadAsync(body, request, cancellationToken), cancellationToken))
            {
                case UpstreamReply<IReadOnlyList<CargoIndexLine>>.Received received:
                    var facts = await api.FindAsync(registry, config, received.Value.Count > 0 ? received.Value[0].Name : name, cancellationToken);
                    return CargoLookup.Find(spec, registry, config, received.Value, facts, received.ETag, time.GetUtcNow());
                case UpstreamReply<IReadOnlyList<CargoIndexLine>>.NotModified:
                    return new UpstreamLookup.NotModified();
                case UpstreamReply<IReadOnlyList<CargoIndexLine>>.Failed failed:
                    return new UpstreamLookup.Unavailable(failed.Problem);
                default:
                    // Not under this spelling.
                    break;
            }
        }

        return new UpstreamLookup.Missing(
            MissingPart.Package,
            $"{UpstreamUrl.Display(registry.Index)} has no crate {spec.Name}. Check the spelling, and that this is the registry that has it.",
            []);
    }

    public async Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var (registry, config, problem) = await FindRegistryAsync(cancellationToken);
        if (registry is null || config is null)
        {
            return new UpstreamArchive.Unavailable(problem!);
        }

        var request = Request(registry, config, source.Url, $"the archive of cargo:{package.Record.Name}@{package.Record.Version}");
        return await download.GetAsync(request, source, progress, cancellationToken);
    }

    private async Task<(CargoRegistry? Registry, CargoRegistryConfig? Config, UpstreamProblem? Problem)> FindRegistryAsync(CancellationToken cancellationToken)
    {
        switch (await configuration.FindAsync(cancellationToken))
        {
            case CargoSource.Sparse { Registry: var registry }:
                return await configs.FindAsync(registry, cancellationToken) switch
                {
                    UpstreamReply<CargoRegistryConfig>.Received received => (registry, received.Value, null),
                    UpstreamReply<CargoRegistryConfig>.Failed failed => (null, null, failed.Problem),
                    _ => (null, null, new UpstreamProblem(
                        ErrorCodes.BadUpstream, $"{UpstreamUrl.Display(registry.Index)} has no config.json. Check that it is the address of a sparse index.")),
                };
            case CargoSource.Unusable unusable:
                return (null, null, unusable.Problem);
            case var other:
                throw new InvalidOperationException($"No such source: {other.GetType().Name}.");
        }
    }

    private UpstreamRequest Request(CargoRegistry registry, CargoRegistryConfig config, Uri url, string what) =>
        new(registry.Index, url, what, "*/*", options.Value.MaxMetadataBytes, ErrorCodes.BadUpstream)
        {
            BareToken = to => registry.TokenFor(to, config),
        };
}
