using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Kv;

/// <summary>Keeps this instance's near cache and embedded file in step with what other instances write and delete.</summary>
internal sealed class KvWatcher(KvTier kv, MemoryTier memory, EmbeddedStore embedded, TimeProvider timeProvider, ILogger<KvWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = TimeSpan.FromMilliseconds(200);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var store = await kv.OpenAsync(stoppingToken);

                // Whatever changed while nobody watched is unknown, so the near cache starts afresh.
                memory.Clear();
                delay = TimeSpan.FromMilliseconds(200);
                await foreach (var entry in store.WatchAsync<byte[]>(
                    serializer: NatsRawSerializer<byte[]>.Default, opts: new NatsKVWatchOpts { UpdatesOnly = true }, cancellationToken: stoppingToken))
                {
                    await ApplyAsync(entry, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NatsException or OperationCanceledException or TimeoutException)
            {
                TierLog.WatchInterrupted(logger, delay.TotalMilliseconds, exception.Message);
            }

            await Task.Delay(delay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 > Longest ? Longest : delay * 2;
        }
    }

    private async ValueTask ApplyAsync(NatsKVEntry<byte[]> change, CancellationToken cancellationToken)
    {
        if (change.Operation is NatsKVOperation.Put)
        {
            var held = await memory.FindAsync(change.Key, cancellationToken);
            var written = change.Value is null ? null : EntryFormat.Read(change.Value);
            if (held is not null && (written is null || held.Revision != written.Revision || held.ValidatedAt.ToUnixTimeMilliseconds() != written.ValidatedAt.ToUnixTimeMilliseconds()))
            {
                await memory.RemoveAsync(change.Key, cancellationToken);
            }

            return;
        }

        await memory.RemoveAsync(change.Key, cancellationToken);
        try
        {
            await embedded.RemoveAsync(change.Key, cancellationToken);
        }
        catch (LiteDB.LiteException exception)
        {
            TierLog.TierSkipped(logger, ServedBy.Embedded, exception.Message);
        }
    }
}
