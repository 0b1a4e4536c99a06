using System.Text;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Identity;
using Singularity.Registry.Collecting;
using Singularity.Registry.Messaging;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Kv;

/// <summary>
/// Leases as keys of a bucket whose entries the server drops after <see cref="LeaseOptions.Age"/>: creating the key takes the lease, updating it keeps it, deleting it
/// gives it back. No clock of an instance is compared with another's; what a crashed instance held is free when the server drops it.
/// </summary>
internal sealed class KvLeases(
    INatsConnection connection, IOptions<LeaseOptions> options, KvBuckets buckets, InstanceIdentity instance, TimeProvider timeProvider, ILogger<KvLeases> logger)
    : ICollectLeases, IDisposable
{
    internal const byte HeldState = (byte)'H';
    internal const byte MissingState = (byte)'M';

    private readonly KvBucketHandle _bucket = new(connection, new NatsKVConfig(buckets.Leases)
    {
        Description = "Who asks a registry about which package",
        MaxAge = options.Value.Age,
        Storage = NatsKVStorageType.Memory,
        History = 1,
    });

    public async ValueTask<ICollectLease> TakeAsync(PackageSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            return await TryTakeAsync(Key(spec), cancellationToken);
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            TierLog.LeaseSkipped(logger, spec.Purl, exception.Message);
            return FreeLease.Instance;
        }
    }

    public void Dispose() => _bucket.Dispose();

    private async Task<ICollectLease> TryTakeAsync(string key, CancellationToken cancellationToken)
    {
        var held = Encoding.UTF8.GetBytes($"H{instance.Name}");
        for (var waited = false; ; waited = true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Value.Deadline);
            var store = await _bucket.OpenAsync(limit.Token);
            var taken = await store.TryCreateAsync(key, held, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: limit.Token);
            if (taken.Success)
            {
                return new KvLease(store, key, held, taken.Value, waited, options.Value.Age / 3, timeProvider);
            }

            if (taken.Error is not (NatsKVCreateException or NatsKVWrongLastRevisionException))
            {
                _bucket.Forget(store);
                throw taken.Error;
            }

            var present = await store.TryGetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: limit.Token);
            if (present is { Success: true, Value.Value: [MissingState, .. var message] })
            {
                return new MissingNote(Encoding.UTF8.GetString(message));
            }

            await Task.Delay(options.Value.Poll, timeProvider, cancellationToken);
        }
    }

    // What a request without a version, with a range and with a tag asks for is another question each.
    private static string Key(PackageSpec spec) =>
        PackageKey.For(spec.Ecosystem, spec.Name) + "." + (spec.Version is { } version ? Convert.ToHexString(Encoding.UTF8.GetBytes(version)) : "latest");

    /// <summary>Nothing is to be given back: the note stays until the server drops it.</summary>
    private sealed class MissingNote(string message) : ICollectLease
    {
        public bool Waited => true;

        public string? Missing => message;

        public void NoteMissing(string message)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
