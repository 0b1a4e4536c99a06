using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>The near cache: records in process memory, bounded by bytes and age.</summary>
internal sealed class MemoryTier(IOptions<TierOptions> options) : IPackageTier, IDisposable
{
    // Roughly what an entry costs beside its record: key, entry object, cache bookkeeping.
    private const int Overhead = 512;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.MemoryBytes, TrackStatistics = false });
    private readonly TimeSpan _age = options.Value.MemoryAge;

    public ServedBy Name => ServedBy.Memory;

    public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_cache.TryGetValue(key, out PackageEntry? entry) ? entry : null);

    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        _cache.Set(key, entry, new MemoryCacheEntryOptions
        {
            Size = entry.Record.Length + Overhead,
            AbsoluteExpirationRelativeToNow = _age,
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        _cache.Remove(key);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(_cache.Count);

    public void Clear() => _cache.Clear();

    public void Dispose() => _cache.Dispose();
}
