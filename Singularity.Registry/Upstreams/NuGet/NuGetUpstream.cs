using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.NuGet;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>
/// NuGet sources of protocol version 3, public or private, as this machine's client is configured to use them. Of several the first that has the package
/// answers; one that cannot be asked is never taken for one that does not have it.
/// </summary>
internal sealed class NuGetUpstream(
    NuGetClientConfiguration configuration, NuGetClient client, NuGetRegistrations registrations, NuGetArchives archives, NuGetDownloadCount downloads,
    ArchiveDownload download, TimeProvider time)
    : IPackageUpstream
{
    public Ecosystem Ecosystem => Ecosystem.NuGet;

    public IVersionRules Versions => NuGetVersionRules.Instance;

    public async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        switch (configuration.For(spec.Name))
        {
            case NuGetSources.Configured configured:
                UpstreamLookup.Unavailable? unavailable = null;
                UpstreamLookup.Missing? missing = null;
                foreach (var source in configured.Sources)
                {
                    switch (await AskAsync(source, configured.PackageFolder, spec, etag, progress, cancellationToken))
                    {
                        case UpstreamLookup.Unavailable problem:
                            unavailable ??= problem;
                            break;
                        case UpstreamLookup.Missing absent:
                            missing = missing is null || missing.Part == MissingPart.Package ? absent : missing;
                            break;
                        case var found:
                            return found;
                    }
                }

                return (UpstreamLookup?)unavailable ?? missing!;
            case NuGetSources.None none:
                return new UpstreamLookup.Unavailable(new UpstreamProblem(ErrorCodes.Unavailable, none.Message));
            default:
                throw new InvalidOperationException("The closed union NuGetSources has a member that is not handled.");
        }
    }

    public async Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var record = package.Record;
        if (configuration.For(record.Name) is not NuGetSources.Configured { Sources: var sources })
        {
            return new UpstreamArchive.Unavailable(new UpstreamProblem(ErrorCodes.Unavailable, "The NuGet sources were taken out of the configuration meanwhile. Try again."));
        }

        // Several sources of one origin may have their own credentials; the archive lies below its source's path. Credentials never leave their origin.
        var owner = sources.MaxBy(s => s.Index.AbsoluteUri.AsSpan().CommonPrefixLength(source.Url.AbsoluteUri))!;
        var request = client.Request(owner, source.Url, $"the archive of nuget:{record.Name}@{record.Version}") with { Accept = "*/*" };
        return await download.GetAsync(request, source, progress, cancellationToken);
    }

    private async Task<UpstreamLookup> AskAsync(
        NuGetSource source, string? packageFolder, PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var offered = await client.ServiceOfAsync(source, cancellationToken);
        if (offered is not UpstreamReply<NuGetService>.Received { Value: var service })
        {
            return new UpstreamLookup.Unavailable(((UpstreamReply<NuGetService>.Failed)offered).Problem);
        }

        var request = client.Request(source, service.RegistrationOf(spec.Name), $"the versions of nuget:{spec.Name}") with
        {
            ETag = etag,
            Progress = (done, total) => progress?.Report(new UpstreamProgress(UpstreamStages.Resolve, done, total)),
        };
        return await registrations.GetAsync(source, request, cancellationToken) switch
        {
            UpstreamReply<IReadOnlyList<NuGetEntry>>.Received received =>
                await FindVersionAsync(source, service, packageFolder, spec, received.Value, received.ETag, cancellationToken),
            UpstreamReply<IReadOnlyList<NuGetEntry>>.NotModified => new UpstreamLookup.NotModified(),
            UpstreamReply<IReadOnlyList<NuGetEntry>>.Failed failed => new UpstreamLookup.Unavailable(failed.Problem),
            _ => new UpstreamLookup.Missing(
                MissingPart.Package, $"{request.RegistryName} has no package {spec.Name}. Check the spelling, and that this is the source that has it.", []),
        };
    }

    private async Task<UpstreamLookup> FindVersionAsync(
        NuGetSource source, NuGetService service, string? packageFolder, PackageSpec spec, IReadOnlyList<NuGetEntry> entries, string? etag,
        CancellationToken cancellationToken)
    {
        if (entries.FirstOrDefault(e => e.Id is { } id && !string.Equals(id, spec.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            return new UpstreamLookup.Unavailable(new UpstreamProblem(
                ErrorCodes.BadUpstream,
                $"{UpstreamUrl.Display(source.Index)} answered with the package {PackageName.Display(other.Id!)} when asked for {spec.Name}. Check its address."));
        }

        var (entry, versions) = NuGetLookup.Resolve(spec, entries);
        if (entry is null)
        {
            return NuGetLookup.Missing(spec, versions);
        }

        var counting = downloads.GetAsync(source, service, spec.Name, cancellationToken);
        var what = $"nuget:{spec.Name}@{PackageName.Display(entry.Version)}";
        var archive = await archives.FindAsync(source, service, packageFolder, spec.Name, entry, what, cancellationToken);
        var record = NuGetLookup.ToRecord(spec, entry, versions, etag, time.GetUtcNow()) with { Downloads = await counting };
        return archive is UpstreamReply<ArchiveSource>.Received { Value: var found }
            ? new UpstreamLookup.Found(new UpstreamPackage(VersionRequest.Wanted(spec.Version), record, [found]))
            : new UpstreamLookup.Unavailable(((UpstreamReply<ArchiveSource>.Failed)archive).Problem);
    }
}
