using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Tiers;
using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Collecting;

/// <summary>
/// Brings one package from its registry into storage: facts, verified archive, record and snippets, stored. Callers that ask for the same thing at
/// the same time share one run, in this process and across instances; a caller that gives up leaves it running for the others.
/// </summary>
internal sealed class PackageCollector(
    UpstreamSet upstreams, PackageReader reader, PackageWrites writes, ICollectLeases leases, SingleFlight<CollectRequest, CollectOutcome> flights)
{
    public Task<CollectOutcome> CollectAsync(CollectRequest request, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken) =>
        flights.RunAsync(request, token => RunAsync(request, progress, token), cancellationToken);

    private async Task<CollectOutcome> RunAsync(CollectRequest request, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var spec = request.Spec;
        if (upstreams.For(spec.Ecosystem) is not { } upstream)
        {
            return new CollectOutcome.Failed(ErrorCodes.BadRequest, upstreams.NotSupported(spec.Ecosystem));
        }

        using var activity = RegistryTelemetry.Source.StartActivity("collect");
        activity?.SetTag("singularity.purl", spec.Purl);
        var before = await writes.FindHeldAsync(spec, cancellationToken);
        if (before.Package is not null && request.AcceptHeld)
        {
            return Held(before);
        }

        await using var lease = await leases.TakeAsync(spec, cancellationToken);
        if (lease.Missing is { } message && !request.Force)
        {
            return new CollectOutcome.Missing(message);
        }

        // Whoever held the lease before may have brought what is asked for.
        var now = lease.Waited || request.AcceptHeld ? await writes.FindHeldAsync(spec, cancellationToken) : before;
        if (now.Package is not null && (now.Revision != before.Revision || request.AcceptHeld))
        {
            return Held(now);
        }

        var outcome = await AskAsync(upstream, request, request.Force ? null : now.Package, progress, cancellationToken);
        if (outcome is CollectOutcome.Missing missing)
        {
            lease.NoteMissing(missing.Message);
        }

        return outcome;
    }

    private async Task<CollectOutcome> AskAsync(
        IPackageUpstream upstream, CollectRequest request, CollectedPackage? held, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var spec = request.Spec;
        var etag = held is not null && IsSettled(held.Package, upstream) ? held.Package.ETag : null;
        switch (await upstream.FindAsync(spec, etag, progress, cancellationToken))
        {
            case UpstreamLookup.NotModified when held is not null:
                return await writes.ConfirmAsync(held, cancellationToken);
            case UpstreamLookup.NotModified:
                return new CollectOutcome.Failed(ErrorCodes.BadUpstream, $"The registry answered 'not modified' for {spec} although nothing was held.");
            case UpstreamLookup.Missing missing:
                return new CollectOutcome.Missing(missing.Message);
            case UpstreamLookup.Unavailable unavailable:
                return new CollectOutcome.Failed(unavailable.Problem.Code, unavailable.Problem.Message, unavailable.Problem.RetryAfter);
            case UpstreamLookup.Found found:
                var sameVersion = request.Force ? null : await FindVersionAsync(held, spec with { Version = found.Package.Resolved }, cancellationToken);
                return sameVersion is not null && IsCurrent(sameVersion.Package, found.Package, upstream)
                    ? await writes.RefreshAsync(sameVersion, found.Package.Record, cancellationToken)
                    : await ReadArchivesAsync(upstream, found.Package, progress, cancellationToken);
            default:
                throw new InvalidOperationException("The closed union UpstreamLookup has a member that is not handled.");
        }
    }

    private static CollectOutcome.Collected Held((CollectedPackage? Package, long Revision) held) =>
        new(held.Package!, PackageEntry.From(held.Package!.Package, held.Revision), 0);

    private async Task<CollectedPackage?> FindVersionAsync(CollectedPackage? held, PackageSpec spec, CancellationToken cancellationToken) =>
        held is not null && held.Package.Version == spec.Version ? held : (await writes.FindHeldAsync(spec, cancellationToken)).Package;

    /// <summary>Confirmed after the time in which its archive could be replaced: then "nothing has changed" says all.</summary>
    private static bool IsSettled(PackageRecord held, IPackageUpstream upstream) =>
        upstream.MutableFor == TimeSpan.Zero
        || held.Versions.FirstOrDefault(v => v.Version == held.Version)?.Published is { } published && held.ValidatedAt - published >= upstream.MutableFor;

    /// <summary>Whether what was read of a version is what the registry has now.</summary>
    private static bool IsCurrent(PackageRecord held, UpstreamPackage found, IPackageUpstream upstream) =>
        found.Sources.Count == 0
        || held.Archive is { } archive
            && (IsSettled(held, upstream) || found.Sources[0].Checksums.Contains(new ArchiveChecksum(archive.Algorithm, archive.Checksum)));

    private async Task<CollectOutcome> ReadArchivesAsync(
        IPackageUpstream upstream, UpstreamPackage package, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var archives = new List<SourceArchive>();
        try
        {
            foreach (var source in package.Sources)
            {
                switch (await upstream.DownloadAsync(package, source, progress, cancellationToken))
                {
                    case UpstreamArchive.Bad bad:
                        return new CollectOutcome.Failed(ErrorCodes.BadArchive, bad.Message);
                    case UpstreamArchive.Unavailable unavailable:
                        return new CollectOutcome.Failed(unavailable.Problem.Code, unavailable.Problem.Message, unavailable.Problem.RetryAfter);
                    case UpstreamArchive.Verified verified:
                        archives.Add(new SourceArchive(source, verified.Archive));
                        break;
                    default:
                        throw new InvalidOperationException("The closed union UpstreamArchive has a member that is not handled.");
                }
            }

            return await reader.ReadAsync(package, archives, progress, cancellationToken) switch
            {
                PackageReading.Read read => await writes.StoreAsync(read.Package, archives.Sum(static a => a.Archive.Size), cancellationToken),
                PackageReading.Bad bad => new CollectOutcome.Failed(ErrorCodes.BadArchive, bad.Message),
                _ => throw new InvalidOperationException("The closed union PackageReading has a member that is not handled."),
            };
        }
        finally
        {
            foreach (var (_, archive) in archives)
            {
                await archive.DisposeAsync();
            }
        }
    }
}
