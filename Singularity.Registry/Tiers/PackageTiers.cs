using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Tiers;

/// <summary>
/// The tiers in the order in which they are asked: the near cache where there is one, then the guarded ones, the truth among them. A hit is copied into every tier
/// above it: into the near cache at once unless the key changed meanwhile, into the others behind the answer.
/// </summary>
/// <param name="truth">The tier whose word counts whatever the copies say.</param>
internal sealed class PackageTiers(
    MemoryTier? memory, IReadOnlyList<GuardedTier> tiers, ServedBy truth, KeyStamps stamps, BackFills backFills, SingleFlight<TierQuestion, TierAnswer> flights,
    TimeProvider timeProvider)
{
    private readonly TierCounters _near = new(ServedBy.Memory);

    /// <summary>The near cache's answer, without waiting for anything.</summary>
    public PackageEntry? FindNear(string key)
    {
        if (memory is null)
        {
            return null;
        }

        using var activity = RegistryTelemetry.Source.StartActivity(RegistryTelemetry.TierSpan(ServedBy.Memory));
        var started = RegistryTelemetry.StartLookup(timeProvider);
        var entry = memory.Find(key);
        _near.Answered(entry is not null, started, timeProvider);
        activity?.SetTag("singularity.hit", entry is not null);
        return entry;
    }

    /// <summary>The first tier's answer; null when none has it, AnyDown telling whether one of them could not say.</summary>
    public ValueTask<TierAnswer> FindAsync(string key, CancellationToken cancellationToken) =>
        FindNear(key) is { } near ? ValueTask.FromResult(new TierAnswer(near, ServedBy.Memory, AnyDown: false)) : FindBelowAsync(key, cancellationToken);

    /// <summary>The same without the near cache. Callers of one key share a look-up, unless the key changed since it began.</summary>
    public ValueTask<TierAnswer> FindBelowAsync(string key, CancellationToken cancellationToken)
    {
        var stamp = stamps.Read(key);
        return new ValueTask<TierAnswer>(flights.RunAsync(new TierQuestion(key, stamp), token => LookBelowAsync(key, stamp, token), cancellationToken));
    }

    private async Task<TierAnswer> LookBelowAsync(string key, long stamp, CancellationToken cancellationToken)
    {
        var (anyDown, truthAnswered, voidBelow) = (false, false, 0L);
        for (var i = 0; i < tiers.Count; i++)
        {
            if (!tiers[i].IsTrusted || !tiers[i].IsRead)
            {
                continue;
            }

            var (entry, failed) = await tiers[i].FindAsync(key, cancellationToken);
            anyDown |= failed;
            truthAnswered |= tiers[i].Name == truth && !failed;
            if (entry is { IsMarker: true })
            {
                voidBelow = Math.Max(voidBelow, entry.Revision);
            }
            else if (entry is not null && (tiers[i].Name == truth || entry.Revision >= voidBelow))
            {
                Copy(key, entry, i, stamp);
                return new TierAnswer(entry, tiers[i].Name, anyDown);
            }
        }

        var untrusted = await FindUntrustedAsync(key, truthAnswered, cancellationToken);
        return untrusted with { AnyDown = anyDown || untrusted.AnyDown, TruthDown = !truthAnswered };
    }

    /// <summary>Copies a new entry into the other tiers, lowest first; returns whether all of them could be reached.</summary>
    public async ValueTask<bool> StoreAsync(string key, PackageEntry entry, IReadOnlyList<ServedBy> except, CancellationToken cancellationToken)
    {
        stamps.Heard.Add(key, entry.Revision);
        stamps.Changed(key);
        var all = true;
        for (var i = tiers.Count - 1; i >= 0; i--)
        {
            if (!except.Contains(tiers[i].Name))
            {
                all &= await tiers[i].TryStoreAsync(key, entry, cancellationToken);
            }
        }

        memory?.Store(key, entry, stamps.Heard);
        return all;
    }

    public async Task<IReadOnlyList<TierStats>> ReadStatsAsync(CancellationToken cancellationToken)
    {
        var stats = new List<TierStats>(tiers.Count + 1);
        if (memory is not null)
        {
            stats.Add(_near.Read("up", await memory.CountAsync(cancellationToken)));
        }

        foreach (var tier in tiers)
        {
            stats.Add(await tier.ReadStatsAsync(cancellationToken));
        }

        return stats;
    }

    // A copy that was not compared with the truth yet serves when the truth does not answer, and always what the truth has not been given.
    private async ValueTask<TierAnswer> FindUntrustedAsync(string key, bool truthAnswered, CancellationToken cancellationToken)
    {
        var anyDown = false;
        foreach (var tier in tiers)
        {
            if (tier.IsTrusted || !tier.IsRead)
            {
                continue;
            }

            var (entry, failed) = await tier.FindAsync(key, cancellationToken);
            anyDown |= failed;
            if (entry is { IsMarker: false } && (!truthAnswered || entry.Revision == 0))
            {
                return new TierAnswer(entry, tier.Name, anyDown);
            }
        }

        return new TierAnswer(null, ServedBy.Upstream, anyDown);
    }

    private void Copy(string key, PackageEntry entry, int from, long stamp)
    {
        for (var above = from - 1; above >= 0; above--)
        {
            backFills.Add(tiers[above], key, entry, stamp);
        }

        memory?.Copy(key, entry, stamps, stamp);
    }
}

/// <summary>A look-up that callers may share.</summary>
/// <param name="Stamp">The key's stamp when it began.</param>
internal readonly record struct TierQuestion(string Key, long Stamp);

/// <summary>What the tiers answered.</summary>
/// <param name="Tier">Which of them; <see cref="ServedBy.Upstream"/> when none had it.</param>
/// <param name="AnyDown">True when a tier that was asked could not answer.</param>
/// <param name="TruthDown">True when the truth was asked and could not answer: what nobody else has may be there.</param>
internal readonly record struct TierAnswer(PackageEntry? Entry, ServedBy Tier, bool AnyDown, bool TruthDown = false);
