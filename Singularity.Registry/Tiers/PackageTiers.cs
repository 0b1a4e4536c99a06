using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>The tiers in the order in which they are asked. A hit is copied into every tier above it.</summary>
internal sealed class PackageTiers(IReadOnlyList<GuardedTier> tiers)
{
    /// <summary>The first tier's answer; null when none has it, AnyDown telling whether one of them could not say.</summary>
    public async ValueTask<(PackageEntry? Entry, ServedBy Tier, bool AnyDown)> FindAsync(string key, CancellationToken cancellationToken)
    {
        var anyDown = false;
        for (var i = 0; i < tiers.Count; i++)
        {
            var (entry, failed) = await tiers[i].FindAsync(key, cancellationToken);
            anyDown |= failed;
            if (entry is null)
            {
                continue;
            }

            for (var above = i - 1; above >= 0; above--)
            {
                await tiers[above].TryStoreAsync(key, entry, cancellationToken);
            }

            return (entry, tiers[i].Name, anyDown);
        }

        return (null, ServedBy.Upstream, anyDown);
    }

    /// <summary>Copies a new entry into every tier but the one that is the truth, lowest first.</summary>
    public async ValueTask StoreAsync(string key, PackageEntry entry, ServedBy truth, CancellationToken cancellationToken)
    {
        for (var i = tiers.Count - 1; i >= 0; i--)
        {
            if (tiers[i].Name != truth)
            {
                await tiers[i].TryStoreAsync(key, entry, cancellationToken);
            }
        }
    }

    /// <summary>Removes a key from every tier but the truth; returns the tiers that could not be reached.</summary>
    public async ValueTask<IReadOnlyList<ServedBy>> RemoveAsync(string key, ServedBy truth, CancellationToken cancellationToken)
    {
        var unreached = new List<ServedBy>();
        foreach (var tier in tiers.Where(tier => tier.Name != truth).Reverse())
        {
            if (!await tier.TryRemoveAsync(key, cancellationToken))
            {
                unreached.Add(tier.Name);
            }
        }

        return unreached;
    }

    public async Task<IReadOnlyList<TierStats>> ReadStatsAsync(CancellationToken cancellationToken)
    {
        var stats = new List<TierStats>(tiers.Count);
        foreach (var tier in tiers)
        {
            stats.Add(await tier.ReadStatsAsync(cancellationToken));
        }

        return stats;
    }
}
