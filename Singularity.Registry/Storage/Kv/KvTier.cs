using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Kv;

/// <summary>
/// The JetStream KV bucket <c>packages</c>: memory storage, dropped after an hour, shared by all processes on the bus. Every write is compare-and-set on the bucket's
/// revision and leaves a newer revision of the package as it is, whoever comes last.
/// </summary>
internal sealed class KvTier(INatsConnection connection, IOptions<TierOptions> options, KvBuckets buckets) : IPackageTier, IDisposable
{
    // A message also carries subject and headers.
    private const int MessageOverhead = 4096;

    // Each lost round means that another writer succeeded; their number is bounded by the instances.
    private const int MostRounds = 20;

    private readonly KvBucketHandle _bucket = new(connection, new NatsKVConfig(buckets.Packages)
    {
        Description = "Package records, in the form in which they are served",
        MaxAge = options.Value.KvAge,
        Storage = NatsKVStorageType.Memory,
        History = 1,
    });

    public ServedBy Name => ServedBy.Kv;

    public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        (await ReadAsync(await _bucket.OpenAsync(cancellationToken), key, cancellationToken)).Entry;

    public async ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        // Larger than a message may be: a marker tells that older copies are void, and the tiers below serve the record.
        var bytes = EntryFormat.Write(entry);
        if (connection.ServerInfo is { } server && bytes.Length > server.MaxPayload - MessageOverhead)
        {
            bytes = EntryFormat.Write(PackageEntry.Marker(entry.Revision));
        }

        var store = await _bucket.OpenAsync(cancellationToken);
        for (var round = 0; round < MostRounds; round++)
        {
            var (held, revision) = await ReadAsync(store, key, cancellationToken);
            if (held is not null && (held.Revision > entry.Revision || (held.Revision == entry.Revision && !held.IsMarker)))
            {
                return;
            }

            var result = await store.TryUpdateAsync(
                key, bytes, revision, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
            if (result.Success)
            {
                return;
            }

            if (result.Error is not NatsKVWrongLastRevisionException)
            {
                _bucket.Forget(store);
                throw result.Error;
            }
        }
    }

    /// <summary>Removes the key whatever its revision.</summary>
    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var store = await _bucket.OpenAsync(cancellationToken);
        var result = await store.TryDeleteAsync(key, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            _bucket.Forget(store);
            throw result.Error;
        }
    }

    public async ValueTask<long?> CountAsync(CancellationToken cancellationToken)
    {
        var store = await _bucket.OpenAsync(cancellationToken);
        try
        {
            var status = await store.GetStatusAsync(cancellationToken);
            return (long)status.Info.State.Messages;
        }
        catch (NatsException)
        {
            _bucket.Forget(store);
            throw;
        }
    }

    /// <summary>The bucket, and a token that is cancelled when it turns out to be gone.</summary>
    public async ValueTask<(INatsKVStore Store, CancellationToken Gone)> OpenAsync(CancellationToken cancellationToken)
    {
        var store = await _bucket.OpenAsync(cancellationToken);
        return (store, _bucket.Gone);
    }

    public void Dispose() => _bucket.Dispose();

    private async ValueTask<(PackageEntry? Entry, ulong Revision)> ReadAsync(INatsKVStore store, string key, CancellationToken cancellationToken)
    {
        try
        {
            var result = await store.TryGetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
            return result switch
            {
                { Success: true, Value: var entry } => (entry.Value is { } bytes ? EntryFormat.Read(bytes) : null, entry.Revision),
                { Error: NatsKVKeyDeletedException deleted } => (null, deleted.Revision),
                { Error: NatsKVKeyNotFoundException } => (null, 0),
                { Error: var error } => throw error,
            };
        }
        catch (Exception exception) when (exception is NatsNoRespondersException or NatsJSException)
        {
            // Nobody serves the bucket, or not as a bucket: it is not there any more.
            _bucket.Forget(store);
            throw;
        }
    }
}
