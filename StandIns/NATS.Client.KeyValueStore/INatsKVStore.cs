using NATS.Client.Core;
using NATS.Client.JetStream;

namespace NATS.Client.KeyValueStore;

public interface INatsKVStore
{
    INatsJSContext JetStreamContext { get; }

    string Bucket { get; }

    /// <returns>The revision of the new entry.</returns>
    ValueTask<ulong> PutAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult<ulong>> TryPutAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <exception cref="NatsKVCreateException">The key is there already.</exception>
    ValueTask<ulong> CreateAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult<ulong>> TryCreateAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <exception cref="NatsKVWrongLastRevisionException">The newest entry is not <paramref name="revision"/>.</exception>
    ValueTask<ulong> UpdateAsync<T>(
        string key, T value, ulong revision, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult<ulong>> TryUpdateAsync<T>(
        string key, T value, ulong revision, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <summary>Writes a marker over the key; its history stays.</summary>
    ValueTask DeleteAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult> TryDeleteAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Puts a marker in the place of the key and its history.</summary>
    ValueTask PurgeAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult> TryPurgeAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Removes the keys that are deleted; markers younger than the threshold stay.</summary>
    ValueTask PurgeDeletesAsync(NatsKVPurgeOpts? opts = default, CancellationToken cancellationToken = default);

    /// <exception cref="NatsKVKeyNotFoundException">The key was never written, or its entries expired.</exception>
    /// <exception cref="NatsKVKeyDeletedException">The newest entry is a marker.</exception>
    ValueTask<NatsKVEntry<T>> GetEntryAsync<T>(
        string key, ulong revision = default, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default);

    ValueTask<NatsResult<NatsKVEntry<T>>> TryGetEntryAsync<T>(
        string key, ulong revision = default, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <summary>Watches one key, or those that a wildcard matches, until cancelled.</summary>
    IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        string key,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        IEnumerable<string> keys,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        INatsDeserialize<T>? serializer = default, NatsKVWatchOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>The entries that the bucket keeps of a key, markers among them, oldest first.</summary>
    IAsyncEnumerable<NatsKVEntry<T>> HistoryAsync<T>(
        string key,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<string> GetKeysAsync(NatsKVWatchOpts? opts = default, CancellationToken cancellationToken = default);

    IAsyncEnumerable<string> GetKeysAsync(
        IEnumerable<string> filters, NatsKVWatchOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask<NatsKVStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
