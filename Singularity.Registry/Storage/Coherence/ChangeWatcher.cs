using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>
/// Hears of every write and deletion on the bus and applies it to this instance's copies. After an interruption the near cache starts afresh and
/// <see cref="Reconciler"/> asks PostgreSQL what was missed.
/// </summary>
internal sealed class ChangeWatcher(
    INatsConnection connection, KvTier kv, ChangeApplier applier, Reconciler reconciler, TimeProvider timeProvider, ILogger<ChangeWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _delay = Shortest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NatsException or OperationCanceledException or TimeoutException)
            {
                TierLog.WatchInterrupted(logger, _delay.TotalMilliseconds, exception.Message);
            }

            reconciler.WatchEnded();
            await Task.Delay(_delay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _delay = _delay * 2 > Longest ? Longest : _delay * 2;
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var (store, gone) = await kv.OpenAsync(stoppingToken);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, gone);
        ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs args) => new(interrupted.CancelAsync());
        connection.ConnectionDisconnected += OnDisconnectedAsync;
        try
        {
            var options = new NatsKVWatchOpts { UpdatesOnly = true, OnNoData = _ => Begin() };
            await foreach (var change in store.WatchAsync<byte[]>(
                serializer: NatsRawSerializer<byte[]>.Default, opts: options, cancellationToken: interrupted.Token))
            {
                await applier.ApplyAsync(
                    change.Key, change is { Operation: NatsKVOperation.Put, Value: { } bytes } ? EntryFormat.Read(bytes) : null, interrupted.Token);
            }
        }
        finally
        {
            connection.ConnectionDisconnected -= OnDisconnectedAsync;
        }
    }

    // From here on every change is heard; what came before is asked for.
    private ValueTask<bool> Begin()
    {
        _delay = Shortest;
        applier.Forget();
        reconciler.WatchBegan();
        return ValueTask.FromResult(false);
    }
}
