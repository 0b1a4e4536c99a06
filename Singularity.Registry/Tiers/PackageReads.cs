using System.Buffers;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Tiers;

/// <summary>The read path: near cache, JetStream KV, embedded file, PostgreSQL, and at last the package registry.</summary>
internal sealed class PackageReads(
    PackageTiers tiers, PackageCollector collector, MissingPackages missing, UpstreamSet upstreams, TimeProvider timeProvider, ILogger<PackageReads> logger)
{
    private static readonly SearchValues<char> RangeSigns = SearchValues.Create(" |*<>=^~,xX[](");

    /// <param name="maxAge">The oldest acceptable answer; null accepts what is held.</param>
    public async Task<PackageLookup> GetAsync(PackageSpec spec, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        var (entry, tier, anyDown) = await FindAsync(spec, cancellationToken);
        if (entry is null)
        {
            return await AskRegistryAsync(spec, anyDown, cancellationToken);
        }

        var age = timeProvider.GetUtcNow() - entry.ValidatedAt;
        return maxAge is null || age <= maxAge
            ? new PackageLookup.Found(entry, Requested(spec), tier, Stale: false)
            : await RevalidateAsync(spec, entry, tier, age, cancellationToken);
    }

    /// <summary>What the tiers hold, without asking the registry.</summary>
    public async ValueTask<(PackageEntry? Entry, ServedBy Tier, bool AnyDown)> FindAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Version is null)
        {
            return await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name), cancellationToken);
        }

        var down = false;
        if (LooksExact(spec.Version))
        {
            var exact = await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name, spec.Version), cancellationToken);
            if (exact.Entry is not null)
            {
                return exact;
            }

            down = exact.AnyDown;
        }

        // A range, prefix or tag is resolved against the versions that the newest held record lists.
        var head = await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name), cancellationToken);
        if (head.Entry is null || upstreams.For(spec.Ecosystem) is not { } upstream)
        {
            return (null, ServedBy.Upstream, head.AnyDown || down);
        }

        var package = head.Entry.Read();
        var resolved = upstream.Versions.Resolve(spec.Version, package.Versions, package.DistTags);
        if (resolved == head.Entry.Version)
        {
            return head;
        }

        return resolved is null || resolved == spec.Version
            ? (null, ServedBy.Upstream, head.AnyDown || down)
            : await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name, resolved), cancellationToken);
    }

    public static string Requested(PackageSpec spec) => spec.Version ?? "latest";

    private static bool LooksExact(string version) =>
        version.AsSpan().Count('.') >= 1 && char.IsAsciiDigit(version[0]) && !version.AsSpan().ContainsAny(RangeSigns);

    private async Task<PackageLookup> AskRegistryAsync(PackageSpec spec, bool anyDown, CancellationToken cancellationToken)
    {
        if (missing.Find(spec) is { } known)
        {
            return new PackageLookup.Missing(known);
        }

        var outcome = await collector.CollectAsync(new CollectRequest(spec, Force: false), null, cancellationToken);
        switch (outcome)
        {
            case CollectOutcome.Collected collected:
                return new PackageLookup.Found(collected.Entry, Requested(spec), ServedBy.Upstream, Stale: false);
            case CollectOutcome.Missing gone:
                missing.Remember(spec, gone.Message);
                return new PackageLookup.Missing(gone.Message);
            default:
                var failed = (CollectOutcome.Failed)outcome;
                return new PackageLookup.Unavailable(
                    failed.Code,
                    anyDown ? failed.Message + " Part of the local storage is down as well; see the health page of the registry service." : failed.Message,
                    failed.RetryAfter);
        }
    }

    private async Task<PackageLookup> RevalidateAsync(
        PackageSpec spec, PackageEntry entry, ServedBy tier, TimeSpan age, CancellationToken cancellationToken)
    {
        var outcome = await collector.CollectAsync(new CollectRequest(spec, Force: false), null, cancellationToken);
        switch (outcome)
        {
            case CollectOutcome.Collected collected:
                return new PackageLookup.Found(collected.Entry, Requested(spec), ServedBy.Upstream, Stale: false);
            case CollectOutcome.Missing gone:
                return new PackageLookup.Missing(gone.Message);
            default:
                var failed = (CollectOutcome.Failed)outcome;
                TierLog.ServedStale(logger, spec.Purl, (long)age.TotalMilliseconds, failed.Message);
                return failed.Code is ErrorCodes.BadRequest
                    ? new PackageLookup.Unavailable(failed.Code, failed.Message)
                    : new PackageLookup.Found(entry, Requested(spec), tier, Stale: true);
        }
    }
}
