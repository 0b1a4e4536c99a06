using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Singularity.Registry.Storage.Kv;

/// <summary>A bucket that is created when it is not there: at first use, and again after a server lost it or someone deleted it.</summary>
internal sealed class KvBucketHandle(INatsConnection connection, NatsKVConfig config) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private CancellationTokenSource _gone = new();
    private INatsKVStore? _store;

    /// <summary>Cancelled when the bucket that is open now turns out to be gone.</summary>
    public CancellationToken Gone => _gone.Token;

    public async ValueTask<INatsKVStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (_store is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _store ??= await new NatsKVContext(new NatsJSContext(connection)).CreateOrUpdateStoreAsync(config, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>After an error that a bucket which is there does not give: the next use opens it afresh.</summary>
    public void Forget(INatsKVStore store)
    {
        if (Interlocked.CompareExchange(ref _store, null, store) == store)
        {
            var gone = Interlocked.Exchange(ref _gone, new CancellationTokenSource());
            gone.Cancel();
            gone.Dispose();
        }
    }

    public void Dispose()
    {
        _opening.Dispose();
        _gone.Dispose();
    }
}
