using LiteDB;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Feeding;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>Brings this instance's own copies, near cache and embedded file, up to a change made anywhere. Only revisions are compared, never times.</summary>
internal sealed class ChangeApplier(
    MemoryTier memory, EmbeddedStore embedded, MissingPackages missing, KeyStamps stamps, IndexSignal search, ILogger<ChangeApplier> logger)
{
    /// <param name="entry">The newest entry of the key, a marker, or null where nothing but the removal is known.</param>
    public async ValueTask ApplyAsync(string key, PackageEntry? entry, CancellationToken cancellationToken)
    {
        search.Wake();
        if (entry is not null)
        {
            stamps.Heard.Add(key, entry.Revision);
        }

        // The echo of a copy that this instance made itself is no change.
        if (entry is null || entry.IsMarker || memory.Find(key)?.Revision != entry.Revision)
        {
            stamps.Changed(key);
        }

        if (entry is null)
        {
            await memory.RemoveAsync(key, cancellationToken);
        }
        else
        {
            memory.RemoveOlder(key, entry.Revision);
        }

        if (entry is { IsMarker: false } && PackageKey.Parse(key) is var (ecosystem, name, _))
        {
            missing.Forget(ecosystem, name);
        }

        try
        {
            await ApplyToFileAsync(key, entry, cancellationToken);
        }
        catch (LiteException exception)
        {
            TierLog.TierSkipped(logger, ServedBy.Embedded, exception.Message);
        }
    }

    /// <summary>After changes that nobody told of: the near cache starts afresh.</summary>
    public void Forget()
    {
        stamps.AllChanged();
        memory.Clear();
    }

    // What the file does not hold it need not learn of; what it holds older is replaced, or removed where the record is not at hand.
    private async ValueTask ApplyToFileAsync(string key, PackageEntry? entry, CancellationToken cancellationToken)
    {
        if (embedded.FindChanged(key, entry?.Revision ?? long.MaxValue) is not { } held || (entry is not null && held.Revision >= entry.Revision))
        {
            return;
        }

        if (entry is { IsMarker: false })
        {
            await embedded.StoreAsync(key, entry, cancellationToken);
        }
        else if (held.Revision > 0)
        {
            await embedded.RemoveAsync(PackageKey.Parse(key) is var (ecosystem, name, _) ? PackageKey.For(ecosystem, name, held.Version) : key, cancellationToken);
        }
    }
}
