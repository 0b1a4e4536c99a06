using System.Threading.Channels;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Tiers;

/// <summary>Copies of hits into the tiers above, made behind the answer. When more wait than fit, further ones are left out: the next reader makes them.</summary>
internal sealed class BackFills(KeyStamps stamps) : BackgroundService
{
    private readonly Channel<(GuardedTier Tier, string Key, PackageEntry Entry, long Stamp)> _waiting = Channel.CreateBounded<(GuardedTier, string, PackageEntry, long)>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <param name="stamp">The key's stamp before the tiers were asked: what changed since is not copied.</param>
    public void Add(GuardedTier tier, string key, PackageEntry entry, long stamp) => _waiting.Writer.TryWrite((tier, key, entry, stamp));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (tier, key, entry, stamp) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                if (stamps.Read(key) == stamp)
                {
                    await tier.TryStoreAsync(key, entry, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
