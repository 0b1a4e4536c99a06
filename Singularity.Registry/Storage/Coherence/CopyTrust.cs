using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>Says whether the embedded file's copies were compared with PostgreSQL; see <see cref="GuardedTier.IsTrusted"/>.</summary>
internal sealed class CopyTrust
{
    private GuardedTier? _tier;
    private volatile bool _trusted;

    public bool IsTrusted => _trusted;

    /// <summary>The tier that is told; it begins as what was said last, at first not trusted.</summary>
    public GuardedTier Guard(GuardedTier tier)
    {
        (_tier, tier.IsTrusted) = (tier, _trusted);
        return tier;
    }

    public void Set(bool trusted)
    {
        _trusted = trusted;
        if (_tier is { } tier)
        {
            tier.IsTrusted = trusted;
        }
    }
}
