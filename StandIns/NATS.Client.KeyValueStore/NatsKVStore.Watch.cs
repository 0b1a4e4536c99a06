using System.Runtime.CompilerServices;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore.Watching;

namespace NATS.Client.KeyValueStore;

public partial class NatsKVStore
{
    private static readonly string[] AllKeys = [">"];

    public IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        INatsDeserialize<T>? serializer = default, NatsKVWatchOpts? opts = default, CancellationToken cancellationToken = default) =>
        WatchAsync(AllKeys, serializer, opts, cancellationToken);

    public IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        string key,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        WatchAsync([key], serializer, opts, cancellationToken);

    public async IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(
        IEnumerable<string> keys,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var watcher = await Watcher<T>.StartAsync(
            JetStreamContext, Bucket, keys, serializer, opts, cancellationToken);
        if (watcher.BeginsEmpty && opts?.OnNoData is { } onNoData && await onNoData(cancellationToken)) yield break;

        while (await NextAsync(watcher, cancellationToken)) yield return watcher.Current;
    }

    public async IAsyncEnumerable<NatsKVEntry<T>> HistoryAsync<T>(
        string key,
        INatsDeserialize<T>? serializer = default,
        NatsKVWatchOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var newest = await TryGetEntryAsync(key, 0, NatsRawSerializer<byte[]>.Default, cancellationToken);
        if (newest is { Success: false, Error: NatsKVKeyNotFoundException }) yield break;
        if (newest is { Success: false, Error: not NatsKVKeyDeletedException and var error }) throw error;

        opts = (opts ?? NatsKVWatchOpts.Default) with { IncludeHistory = true };
        await using var watcher = await Watcher<T>.StartAsync(
            JetStreamContext, Bucket, [key], serializer, opts, cancellationToken);
        if (watcher.BeginsEmpty) yield break;
        while (await NextAsync(watcher, cancellationToken))
        {
            yield return watcher.Current;
            if (watcher.Current.Delta == 0) yield break;
        }
    }

    public IAsyncEnumerable<string> GetKeysAsync(NatsKVWatchOpts? opts = default, CancellationToken cancellationToken = default) =>
        GetKeysAsync(AllKeys, opts, cancellationToken);

    public async IAsyncEnumerable<string> GetKeysAsync(
        IEnumerable<string> filters,
        NatsKVWatchOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in NewestAsync(filters, opts, cancellationToken))
        {
            if (entry.Operation == NatsKVOperation.Put) yield return entry.Key;
        }
    }

    public async ValueTask PurgeDeletesAsync(NatsKVPurgeOpts? opts = default, CancellationToken cancellationToken = default)
    {
        opts ??= NatsKVPurgeOpts.Default;
        var deleted = new List<NatsKVEntry<byte[]>>();
        await foreach (var entry in NewestAsync(AllKeys, null, cancellationToken))
        {
            if (entry.Operation != NatsKVOperation.Put) deleted.Add(entry);
        }

        var keepAfter = opts.DeleteMarkersThreshold > TimeSpan.Zero
            ? TimeProvider.System.GetUtcNow() - opts.DeleteMarkersThreshold
            : DateTimeOffset.MaxValue;
        foreach (var entry in deleted)
        {
            var request = new StreamPurgeRequest { Filter = _subjects + entry.Key, Keep = entry.Created > keepAfter ? 1u : 0u };
            var purged = await _stream.PurgeAsync(request, cancellationToken);
            if (!purged.Success) throw new NatsKVException("Purge failed");
        }
    }

    /// <summary>The newest entry of each key that there is now, without values.</summary>
    private async IAsyncEnumerable<NatsKVEntry<byte[]>> NewestAsync(
        IEnumerable<string> keys,
        NatsKVWatchOpts? opts,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        opts = (opts ?? NatsKVWatchOpts.Default) with { IgnoreDeletes = false, MetaOnly = true, UpdatesOnly = false };
        await using var watcher = await Watcher<byte[]>.StartAsync(
            JetStreamContext, Bucket, keys, NatsRawSerializer<byte[]>.Default, opts, cancellationToken);
        if (watcher.BeginsEmpty) yield break;
        while (await NextAsync(watcher, cancellationToken))
        {
            yield return watcher.Current;
            if (watcher.Current.Delta == 0) yield break;
        }
    }

    private async ValueTask<bool> NextAsync<T>(Watcher<T> watcher, CancellationToken cancellationToken)
    {
        if (await watcher.NextAsync(cancellationToken)) return true;
        if (_opts.WatcherThrowOnCancellation) cancellationToken.ThrowIfCancellationRequested();
        return false;
    }
}
