using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Kv;

/// <summary>The JetStream KV bucket <c>packages</c>: memory storage, dropped after an hour, shared by all processes on the bus.</summary>
internal sealed class KvTier(INatsConnection connection, IOptions<TierOptions> options, KvBucket bucket) : IPackageTier, IDisposable
{
    // A message also carries subject and headers.
    private const int MessageOverhead = 4096;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private INatsKVStore? _store;

    public ServedBy Name => ServedBy.Kv;

    public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var store = await OpenAsync(cancellationToken);
        var result = await store.TryGetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
        if (result.Success)
        {
            return result.Value.Value is { } bytes ? EntryFormat.Read(bytes) : null;
        }

        if (result.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException)
        {
            return null;
        }

        _store = null;
        throw result.Error;
    }

    public async ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        var bytes = EntryFormat.Write(entry);
        if (connection.ServerInfo is { } server && bytes.Length > server.MaxPayload - MessageOverhead)
        {
            // Larger than a message may be: the tiers below serve it. An older value must not stay in its place.
            await RemoveAsync(key, cancellationToken);
            return;
        }

        var store = await OpenAsync(cancellationToken);
        var result = await store.TryPutAsync(key, bytes, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            _store = null;
            throw result.Error;
        }
    }

    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var store = await OpenAsync(cancellationToken);
        await store.DeleteAsync(key, cancellationToken: cancellationToken);
    }

    public async ValueTask<long?> CountAsync(CancellationToken cancellationToken)
    {
        var store = await OpenAsync(cancellationToken);
        var status = await store.GetStatusAsync(cancellationToken);
        return (long)status.Info.State.Messages;
    }

    /// <summary>The bucket, created when it is not there: at first use, and again after someone deleted it.</summary>
    public async ValueTask<INatsKVStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (_store is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _store ??= await new NatsKVContext(new NatsJSContext(connection)).CreateOrUpdateStoreAsync(
                new NatsKVConfig(bucket.Name)
                {
                    Description = "Package records, in the form in which they are served",
                    MaxAge = options.Value.KvAge,
                    Storage = NatsKVStorageType.Memory,
                    History = 1,
                },
                cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();
}

/// <summary>The bucket's name: <c>packages</c>, after the subject prefix where one is set.</summary>
internal sealed record KvBucket(string Name)
{
    public static KvBucket For(string? subjectPrefix) =>
        new(string.IsNullOrEmpty(subjectPrefix) ? "packages" : subjectPrefix.TrimEnd('.').Replace('.', '-') + "-packages");
}
