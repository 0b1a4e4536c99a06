using System.Threading.Channels;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Tiers;

/// <summary>
/// Copies of hits into the tiers above, made behind the answer; what a tier does not take is tried again when it may be back. When more wait than fit, further ones are
/// left out: the next reader makes them.
/// </summary>
internal sealed class BackFills(KeyStamps stamps, TimeProvider timeProvider) : BackgroundService
{
    private const int MostWaiting = 1_000;
    private const int MostTries = 3;

    // Longer than a tier that failed is skipped, unless that is configured to be long.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Channel<Copy> _waiting = Channel.CreateBounded<Copy>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _paused;

    /// <param name="stamp">The key's stamp before the tiers were asked: what changed since is not copied.</param>
    public void Add(GuardedTier tier, string key, PackageEntry entry, long stamp) => _waiting.Writer.TryWrite(new Copy(tier, key, entry, stamp, MostTries));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var copy in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                bool IsCurrent() => stamps.Read(copy.Key) == copy.Stamp;
                if (IsCurrent() && !await copy.Tier.TryCopyAsync(copy.Key, copy.Entry, IsCurrent, stoppingToken) && copy.TriesLeft > 1)
                {
                    _ = AddLaterAsync(copy with { TriesLeft = copy.TriesLeft - 1 }, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task AddLaterAsync(Copy copy, CancellationToken stoppingToken)
    {
        if (Interlocked.Increment(ref _paused) <= MostWaiting)
        {
            await Task.Delay(Pause, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _waiting.Writer.TryWrite(copy);
        }

        Interlocked.Decrement(ref _paused);
    }

    private sealed record Copy(GuardedTier Tier, string Key, PackageEntry Entry, long Stamp, int TriesLeft);
}
