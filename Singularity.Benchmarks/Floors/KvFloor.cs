using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Singularity.Benchmarks.Floors;

/// <summary>A bare get of one key of a JetStream KV bucket.</summary>
internal static class KvFloor
{
    public const string Kind = "kv";

    /// <param name="setting">The bucket and the key, with a blank between.</param>
    public static async Task<Floor> CreateAsync(NatsConnection connection, string setting)
    {
        var (bucket, key) = setting.Split(' ') is [var one, var other] ? (one, other) : throw new ArgumentException("Bucket and key are needed.", nameof(setting));
        var store = await new NatsKVContext(new NatsJSContext(connection)).GetStoreAsync(bucket);
        return new Floor(async _ => (await store.TryGetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default)).Value.Value);
    }
}
