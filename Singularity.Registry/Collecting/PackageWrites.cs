using System.Data.Common;
using LiteDB;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Collecting;

/// <summary>
/// The write path: the truth first (PostgreSQL; the embedded file in the CLI without servers), then the embedded file, JetStream KV and the near
/// cache, then the event. When the truth cannot be written, nothing is.
/// </summary>
internal sealed class PackageWrites(
    IPackageStore truth, PackageStores stores, IEnumerable<IPackageCopy> copies, PackageTiers tiers, MissingPackages missing, IPackageEvents events,
    AdvisoryJoin advisories, ReconcileSignal gaps, TimeProvider timeProvider, ILogger<PackageWrites> logger)
{
    /// <summary>
    /// The record that is stored for exactly this request, with its snippets, and its revision; or null. The stores are asked, never the caches: what is written back
    /// from here must be whole.
    /// </summary>
    public async Task<(CollectedPackage? Package, long Revision)> FindHeldAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        var key = PackageKey.For(spec.Ecosystem, spec.Name, spec.Version);
        var held = await stores.AskAsync(async store => await store.FindAsync(key, cancellationToken) is { } entry
            ? (new CollectedPackage(entry.Read(), await store.ReadSnippetsAsync(spec.Ecosystem, spec.Name, entry.Version, cancellationToken)), entry.Revision)
            : ((CollectedPackage?)null, 0L));
        return held?.Answer ?? default;
    }

    /// <summary>Stores what was just read from an archive.</summary>
    public Task<CollectOutcome> StoreAsync(CollectedPackage package, long bytes, CancellationToken cancellationToken) =>
        WriteAsync(package, bytes, withSnippets: true, cancellationToken);

    /// <summary>The registry said that nothing changed: only the time of validation is new.</summary>
    public Task<CollectOutcome> ConfirmAsync(CollectedPackage held, CancellationToken cancellationToken) =>
        WriteAsync(held with { Package = held.Package with { ValidatedAt = timeProvider.GetUtcNow() } }, 0, withSnippets: false, cancellationToken);

    /// <summary>The version is held; the facts that change after publishing (other versions, tags, deprecation, downloads) are new.</summary>
    public Task<CollectOutcome> RefreshAsync(CollectedPackage held, PackageRecord facts, CancellationToken cancellationToken) =>
        WriteAsync(
            held with
            {
                Package = held.Package with
                {
                    Versions = facts.Versions,
                    DistTags = facts.DistTags,
                    Deprecated = facts.Deprecated,
                    Downloads = facts.Downloads ?? held.Package.Downloads,
                    ValidatedAt = facts.ValidatedAt,
                    ETag = facts.ETag,
                },
            },
            0,
            withSnippets: false,
            cancellationToken);

    /// <summary>Stores a record given by a caller.</summary>
    public async Task<PackageEntry> StoreAsync(CollectedPackage package, CancellationToken cancellationToken) =>
        await PutAsync(package with { Package = await advisories.FillAsync(package.Package, cancellationToken) }, withSnippets: true, cancellationToken);

    /// <summary>
    /// Stores a held version with other advisories. It may have been the newest when its facts were read; the list of versions that is held now decides
    /// which version a request without one means.
    /// </summary>
    public async Task RewriteAsync(CollectedPackage held, CancellationToken cancellationToken)
    {
        var record = held.Package;
        var (head, _) = await FindHeldAsync(new PackageSpec(record.Ecosystem, record.Name), cancellationToken);
        await PutAsync(
            head is null || head.Package.Version == record.Version || head.Package.ValidatedAt < record.ValidatedAt
                ? held
                : held with
                {
                    Package = record with { Versions = head.Package.Versions, VersionCount = head.Package.VersionCount, DistTags = head.Package.DistTags },
                },
            withSnippets: false,
            cancellationToken);
    }

    private async Task<PackageEntry> PutAsync(CollectedPackage package, bool withSnippets, CancellationToken cancellationToken)
    {
        package = package with { Package = RecordLimits.Apply(package.Package) };
        var entry = PackageEntry.From(package.Package, 0);
        entry = withSnippets ? await truth.StoreAsync(package, entry, cancellationToken) : await truth.UpdateAsync(package, entry, cancellationToken);
        foreach (var copy in copies)
        {
            await copy.CopyAsync(package, entry, withSnippets, cancellationToken);
        }

        var record = package.Package;
        await CopyAsync(PackageKey.For(record.Ecosystem, record.Name, record.Version), entry, cancellationToken);
        if (HeadVersion.Is(record))
        {
            await CopyAsync(PackageKey.For(record.Ecosystem, record.Name), entry, cancellationToken);
        }

        missing.Forget(record.Ecosystem, record.Name);
        await events.CollectedAsync(new PackageCollected(record.Purl, package.Snippets.Count, timeProvider.GetUtcNow()), cancellationToken);
        return entry;
    }

    /// <summary>Removes one version, or all, from the truth and every tier; returns how many.</summary>
    public async Task<int> DeleteAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        var deleted = await truth.DeleteAsync(spec.Ecosystem, spec.Name, spec.Version, cancellationToken);
        var marker = PackageEntry.Marker(deleted.Revision);

        // Also where nothing was deleted: a copy may stand in a tier that missed an earlier deletion.
        foreach (var version in spec.Version is { } one ? deleted.Versions.Append(one).Distinct(StringComparer.Ordinal) : deleted.Versions)
        {
            await VoidAsync(PackageKey.For(spec.Ecosystem, spec.Name, version), marker, cancellationToken);
        }

        await VoidAsync(PackageKey.For(spec.Ecosystem, spec.Name), marker, cancellationToken);
        await events.InvalidatedAsync(
            new PackageInvalidated(PackageUrl.Format(spec.Ecosystem, spec.Name, spec.Version), timeProvider.GetUtcNow()), cancellationToken);
        return deleted.Versions.Count;
    }

    // The stores that keep snippets have the write already.
    private async ValueTask CopyAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        if (!await tiers.StoreAsync(key, entry, except: [truth.Name, ServedBy.Embedded], cancellationToken))
        {
            gaps.Wake();
        }
    }

    private async ValueTask VoidAsync(string key, PackageEntry marker, CancellationToken cancellationToken)
    {
        if (!await tiers.StoreAsync(key, marker, except: [truth.Name], cancellationToken))
        {
            gaps.Wake();
        }
    }

    private async Task<CollectOutcome> WriteAsync(CollectedPackage package, long bytes, bool withSnippets, CancellationToken cancellationToken)
    {
        package = package with { Package = RecordLimits.Apply(await advisories.RefreshAsync(package.Package, cancellationToken)) };
        try
        {
            var entry = await PutAsync(package, withSnippets, cancellationToken);
            return new CollectOutcome.Collected(package, entry, bytes);
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            TierLog.NotStored(logger, package.Package.Purl, exception.Message);
            return new CollectOutcome.Collected(
                package,
                PackageEntry.From(package.Package, 0),
                bytes,
                $"{package.Package.Purl} was read but nothing of it was stored: {StoreName} did not accept it. Try again when it is back.");
        }
    }

    private string StoreName => truth.Name is ServedBy.Postgres ? "PostgreSQL" : "the embedded file";
}
