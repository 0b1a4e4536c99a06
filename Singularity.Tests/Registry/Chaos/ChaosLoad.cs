using System.Collections.Concurrent;
using Singularity.Contracts.Messaging;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>Readers and writers that never stop asking, whatever happens to the servers, and judge every answer.</summary>
internal sealed class ChaosLoad(ChaosClient client, ChaosCounts counts, int seed) : IAsyncDisposable
{
    private const int Readers = 4;
    private const int Writers = 2;
    private const int KeysOfAWriter = 12;

    private readonly ConcurrentDictionary<string, ChaosKey> _keys = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _over = new();
    private Task _running = Task.CompletedTask;
    private long _phase;
    private volatile bool _onlyRegistryFails;

    public IEnumerable<ChaosKey> Keys => _keys.Values;

    public void Start() => _running = Task.WhenAll(
        Enumerable.Range(0, Readers).Select(n => Task.Run(() => ReadAsync(new Random(seed + n))))
            .Concat(Enumerable.Range(0, Writers).Select(n => Task.Run(() => WriteAsync(n, new Random(seed + 100 + n))))));

    /// <summary>From here on, or no longer, a registry is all that is down, so that one retry has to be enough.</summary>
    public void OnlyRegistryFails(bool only)
    {
        _onlyRegistryFails = only;
        Interlocked.Increment(ref _phase);
    }

    public async Task StopAsync()
    {
        await _over.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    private async Task ReadAsync(Random random)
    {
        while (!_over.IsCancellationRequested)
        {
            var known = _keys.Values.ToArray();
            if (known.Length == 0)
            {
                await Task.Yield();
                continue;
            }

            var key = known[random.Next(known.Length)];
            var phase = Interlocked.Read(ref _phase);
            var exact = random.Next(2) == 0;
            if (!await TryReadAsync(key, exact))
            {
                counts.Retried();
                if (!await TryReadAsync(key, exact) && _onlyRegistryFails && phase == Interlocked.Read(ref _phase))
                {
                    counts.IsRetriedTwice(key.Name);
                }
            }
        }
    }

    private async Task<bool> TryReadAsync(ChaosKey key, bool exact)
    {
        var acknowledged = key.Acknowledged;
        switch (await client.ReadAsync(key.Name, exact))
        {
            case ChaosReply.Held { Operation: 0 }:
                if (!key.MayHaveBeenMissing(acknowledged))
                {
                    counts.IsWrong($"{key.Name} was not found, though {acknowledged} was acknowledged and it is never deleted");
                }

                break;
            case ChaosReply.Held held when held.Name != key.Name || !key.MayHaveHeld(held.Operation):
                counts.IsWrong($"asked for {key.Name}, got {held.Name} as of {held.Operation}, which was never written");
                break;
            case ChaosReply.Refused refused:
                counts.ReadRefused();
                if (refused.Code is not (ErrorCodes.Unavailable or ErrorCodes.Busy or ErrorCodes.UpstreamTimeout))
                {
                    counts.IsWrong($"reading {key.Name} failed with {refused.Code}: {refused.Message}");
                }

                return false;
            default:
                break;
        }

        counts.ReadAnswered();
        return true;
    }

    private async Task WriteAsync(int writer, Random random)
    {
        var made = 0;
        ChaosKey New()
        {
            var key = new ChaosKey($"chaos-{writer}-{made}", deleted: made++ % 3 == 0);
            return _keys[key.Name] = key;
        }

        var keys = Enumerable.Range(0, KeysOfAWriter).Select(_ => New()).ToArray();
        while (!_over.IsCancellationRequested)
        {
            var i = random.Next(keys.Length);
            if (!await WriteOnceAsync(keys[i]))
            {
                // It may be carried out at any time from now on, so whatever is written after it might be overwritten by it.
                keys[i] = New();
            }
        }
    }

    /// <summary>False when nobody can say what becomes of the operation.</summary>
    private async Task<bool> WriteOnceAsync(ChaosKey key)
    {
        var operation = key.Begin();
        switch (key.IsDeletion(operation) ? await client.DeleteAsync(key.Name) : await client.StoreAsync(key.Name, operation))
        {
            case ChaosReply.Done:
                key.Acknowledge(operation);
                counts.WriteAcknowledged();
                return true;
            case ChaosReply.Refused refused:
                counts.WriteRefused();
                if (refused.Code is not (ErrorCodes.Unavailable or ErrorCodes.Busy or ErrorCodes.UpstreamTimeout))
                {
                    counts.IsWrong($"writing {key.Name} failed with {refused.Code}: {refused.Message}");
                }

                return refused.IsFinal;
            default:
                throw new InvalidOperationException("A write is done or refused.");
        }
    }
}
