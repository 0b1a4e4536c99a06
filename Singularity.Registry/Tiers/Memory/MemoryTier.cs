using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers.Memory;

/// <summary>The near cache: records in process memory, bounded by bytes and age. An older revision never takes the place of a newer one.</summary>
internal sealed class MemoryTier(IOptions<TierOptions> options, TimeProvider timeProvider) : IPackageTier
{
    // Roughly what an entry costs beside its record: key, entry object, queue node, bookkeeping.
    private const int Overhead = 512;

    private readonly ScanResistantCache<Held> _cache = new(options.Value.MemoryBytes);
    private readonly TimeSpan _age = options.Value.MemoryAge;

    public ServedBy Name => ServedBy.Memory;

    /// <summary>Bytes held, bookkeeping included.</summary>
    public long Bytes => _cache.Bytes;

    public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(Find(key));

    public PackageEntry? Find(string key)
    {
        if (_cache.Find(key) is not { } held)
        {
            return null;
        }

        if (timeProvider.GetElapsedTime(held.Since) < _age)
        {
            return held.Entry;
        }

        Remove(key, held);
        return null;
    }

    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        Store(key, entry);
        return ValueTask.CompletedTask;
    }

    public void Store(string key, PackageEntry entry)
    {
        if (entry.IsMarker)
        {
            RemoveOlder(key, entry.Revision);
            return;
        }

        Set(key, entry, static () => true);
    }

    /// <summary>Keeps what this instance wrote, unless something newer was heard of meanwhile. Who hears of it notes that first and removes then what is held here: either finds the other.</summary>
    public void Store(string key, PackageEntry entry, HeardChanges heard)
    {
        if (entry.IsMarker)
        {
            RemoveOlder(key, entry.Revision);
            return;
        }

        Set(key, entry, () => heard.IsNewest(key, entry.Revision));
    }

    /// <summary>Keeps what was read below. Who changes a key changes its stamp first and then what is held here: either finds the other.</summary>
    /// <param name="stamp">The key's, from before it was read.</param>
    public void Copy(string key, PackageEntry entry, KeyStamps stamps, long stamp)
    {
        if (stamps.Read(key) == stamp)
        {
            Set(key, entry, () => stamps.Read(key) == stamp);
        }
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        _cache.Remove(key, static _ => true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Removes the key unless it is held at this revision or a newer one.</summary>
    public void RemoveOlder(string key, long revision) => _cache.Remove(key, held => held.Entry.Revision < revision);

    public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(_cache.Count);

    public void Clear() => _cache.Clear();

    // Apart, since what it captures would be made for every look-up.
    private void Remove(string key, Held held) => _cache.Remove(key, present => ReferenceEquals(present, held));

    // The condition is asked under the lock under which a change removes the key. Written without PostgreSQL there is no number to compare; then the last one counts.
    private void Set(string key, PackageEntry entry, Func<bool> isCurrent) => _cache.Set(
        key, new Held(entry, timeProvider.GetTimestamp()), entry.Record.Length + Overhead,
        present => (present is null || entry.Revision == 0 || present.Entry.Revision <= entry.Revision) && isCurrent());

    private sealed record Held(PackageEntry Entry, long Since);
}
