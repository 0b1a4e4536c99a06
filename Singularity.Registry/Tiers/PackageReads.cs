using System.Buffers;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers.Freshness;

namespace Singularity.Registry.Tiers;

/// <summary>The read path: near cache, JetStream KV, embedded file, PostgreSQL, and at last the package registry.</summary>
internal sealed class PackageReads(
    PackageTiers tiers, PackageCollector collector, Refresher refresher, MissingPackages missing, UpstreamSet upstreams, IOptions<FreshnessOptions> freshness,
    TimeProvider timeProvider, ILogger<PackageReads> logger)
{
    private static readonly TierAnswer NotAsked = new(null, ServedBy.Upstream, AnyDown: false);

    private static readonly SearchValues<char> RangeSigns = SearchValues.Create(" |*<>=^~,xX[](");

    /// <summary>The key under which the near cache would hold the answer; null where a range or tag has to be resolved first.</summary>
    public static string? NearKey(PackageSpec spec) =>
        spec.Version is null || LooksExact(spec.Version) ? PackageKey.For(spec.Ecosystem, spec.Name, spec.Version) : null;

    /// <summary>The near cache's entry if its age is acceptable; null when others are to be asked.</summary>
    /// <param name="key">Of <see cref="NearKey"/>.</param>
    /// <param name="maxAge">The oldest acceptable answer; null takes what <see cref="FreshnessOptions"/> says.</param>
    /// <param name="isEmpty">True when it has none of any age, so that it need not be asked again.</param>
    public PackageEntry? FindNear(PackageSpec spec, string key, TimeSpan? maxAge, out bool isEmpty)
    {
        var near = tiers.FindNear(key);
        isEmpty = near is null;
        return near is not null && IsFresh(spec, near, maxAge) ? near : null;
    }

    /// <summary>Completes at once when the near cache has a fresh answer.</summary>
    /// <param name="maxAge">The oldest acceptable answer; null takes what <see cref="FreshnessOptions"/> says.</param>
    public ValueTask<PackageLookup> GetAsync(PackageSpec spec, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        var nearIsEmpty = false;
        return NearKey(spec) is { } key && FindNear(spec, key, maxAge, out nearIsEmpty) is { } near
            ? ValueTask.FromResult<PackageLookup>(new PackageLookup.Found(near, Requested(spec), ServedBy.Memory, Stale: false))
            : new ValueTask<PackageLookup>(GetBelowAsync(spec, maxAge, nearIsEmpty, cancellationToken));
    }

    /// <summary>What the other tiers, or the package registry, answer.</summary>
    /// <param name="nearIsEmpty">As <see cref="FindNear"/> said.</param>
    public async Task<PackageLookup> GetBelowAsync(PackageSpec spec, TimeSpan? maxAge, bool nearIsEmpty, CancellationToken cancellationToken)
    {
        // Not by FindAsync: each method in which a request waits costs it about as much as a look-up of one tier.
        var answer = NearKey(spec) is { } key ? await FindAsync(key, nearIsEmpty, cancellationToken) : NotAsked;
        if (answer.Entry is null && spec.Version is not null)
        {
            answer = await ResolveAsync(spec, answer, cancellationToken);
        }

        return answer.Entry is not { } entry ? await AskRegistryAsync(spec, answer, cancellationToken)
            : IsFresh(spec, entry, maxAge) ? new PackageLookup.Found(entry, Requested(spec), answer.Tier, Stale: false)
            : await RevalidateAsync(spec, entry, answer.Tier, maxAge, cancellationToken);
    }

    /// <summary>Whether its age is acceptable; an entry that is no longer new is refreshed behind the answer.</summary>
    private bool IsFresh(PackageSpec spec, PackageEntry entry, TimeSpan? maxAge)
    {
        var (soft, hard) = freshness.Value.For(spec.Ecosystem);
        var age = timeProvider.GetUtcNow() - entry.ValidatedAt;
        if (age > (maxAge ?? hard))
        {
            return false;
        }

        if (age > soft)
        {
            refresher.Start(spec);
        }

        return true;
    }

    /// <summary>What the tiers hold, without asking the registry.</summary>
    public async ValueTask<TierAnswer> FindAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        var answer = NearKey(spec) is { } key ? await FindAsync(key, nearIsEmpty: false, cancellationToken) : NotAsked;
        return answer.Entry is null && spec.Version is not null ? await ResolveAsync(spec, answer, cancellationToken) : answer;
    }

    // A range, prefix or tag is resolved against the versions that the newest held record lists; so is a version that is not held.
    private async ValueTask<TierAnswer> ResolveAsync(PackageSpec spec, TierAnswer exact, CancellationToken cancellationToken)
    {
        var (anyDown, truthDown) = (exact.AnyDown, exact.TruthDown);
        var head = await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name), cancellationToken);
        if (head.Entry is null || upstreams.For(spec.Ecosystem) is not { } upstream)
        {
            return new TierAnswer(null, ServedBy.Upstream, head.AnyDown || anyDown, head.TruthDown || truthDown);
        }

        var package = head.Entry.Read();
        var resolved = upstream.Versions.Resolve(spec.Version!, package.Versions, package.DistTags);
        if (resolved == head.Entry.Version)
        {
            return head;
        }

        return resolved is null || resolved == spec.Version
            ? new TierAnswer(null, ServedBy.Upstream, head.AnyDown || anyDown, head.TruthDown || truthDown)
            : await tiers.FindAsync(PackageKey.For(spec.Ecosystem, spec.Name, resolved), cancellationToken);
    }

    private ValueTask<TierAnswer> FindAsync(string key, bool nearIsEmpty, CancellationToken cancellationToken) =>
        nearIsEmpty ? tiers.FindBelowAsync(key, cancellationToken) : tiers.FindAsync(key, cancellationToken);

    public static string Requested(PackageSpec spec) => spec.Version ?? "latest";

    private static bool LooksExact(string version) =>
        version.AsSpan().Count('.') >= 1 && char.IsAsciiDigit(version[0]) && !version.AsSpan().ContainsAny(RangeSigns);

    private async Task<PackageLookup> AskRegistryAsync(PackageSpec spec, TierAnswer answer, CancellationToken cancellationToken)
    {
        if (missing.Find(spec) is { } known)
        {
            return new PackageLookup.Missing(known);
        }

        var outcome = await collector.CollectAsync(new CollectRequest(spec, Force: false, AcceptHeld: true), null, cancellationToken);
        switch (outcome)
        {
            case CollectOutcome.Collected collected:
                return new PackageLookup.Found(collected.Entry, Requested(spec), ServedBy.Upstream, Stale: false);
            case CollectOutcome.Missing gone when answer.TruthDown:
                return new PackageLookup.Unavailable(
                    ErrorCodes.Unavailable, $"{gone.Message} It may be stored in the database, which does not answer; see the health page of the registry service.");
            case CollectOutcome.Missing gone:
                missing.Remember(spec, gone.Message);
                return new PackageLookup.Missing(gone.Message);
            default:
                var failed = (CollectOutcome.Failed)outcome;
                return new PackageLookup.Unavailable(
                    failed.Code,
                    answer.AnyDown ? failed.Message + " Part of the local storage is down as well; see the health page of the registry service." : failed.Message,
                    failed.RetryAfter);
        }
    }

    private async Task<PackageLookup> RevalidateAsync(
        PackageSpec spec, PackageEntry entry, ServedBy tier, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        // What a registry has taken back, or never had, is still held here; only who sets an age asks for the registry's own word.
        if (maxAge is null && missing.Find(spec) is { } known)
        {
            return ServeStale(spec, entry, tier, known);
        }

        CollectOutcome outcome;
        try
        {
            outcome = await collector.CollectAsync(new CollectRequest(spec, Force: false), null, cancellationToken)
                .WaitAsync(freshness.Value.Patience, timeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return ServeStale(spec, entry, tier, $"no answer within {freshness.Value.Patience.TotalSeconds:0.###} s; the refresh goes on.");
        }

        return outcome switch
        {
            CollectOutcome.Collected collected => new PackageLookup.Found(collected.Entry, Requested(spec), ServedBy.Upstream, Stale: false),
            CollectOutcome.Missing gone when maxAge is null => RememberAndServe(spec, entry, tier, gone.Message),
            CollectOutcome.Missing gone => new PackageLookup.Missing(gone.Message),
            CollectOutcome.Failed { Code: ErrorCodes.BadRequest } failed => new PackageLookup.Unavailable(failed.Code, failed.Message),
            CollectOutcome.Failed failed => ServeStale(spec, entry, tier, failed.Message),
            _ => throw new InvalidOperationException("The closed union CollectOutcome has a member that is not handled."),
        };
    }

    private PackageLookup.Found RememberAndServe(PackageSpec spec, PackageEntry entry, ServedBy tier, string message)
    {
        missing.Remember(spec, message);
        return ServeStale(spec, entry, tier, message);
    }

    private PackageLookup.Found ServeStale(PackageSpec spec, PackageEntry entry, ServedBy tier, string reason)
    {
        TierLog.ServedStale(logger, spec.Purl, (long)(timeProvider.GetUtcNow() - entry.ValidatedAt).TotalMilliseconds, reason);
        return new PackageLookup.Found(entry, Requested(spec), tier, Stale: true);
    }
}
