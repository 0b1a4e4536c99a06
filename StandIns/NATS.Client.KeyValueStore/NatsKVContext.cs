using System.Runtime.CompilerServices;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore.Layout;

namespace NATS.Client.KeyValueStore;

/// <summary>Buckets of keys and values, each a stream of its own.</summary>
public class NatsKVContext(INatsJSContext context, NatsKVOpts opts) : INatsKVContext
{
    public NatsKVContext(INatsJSContext context)
        : this(context, NatsKVOpts.Default)
    {
    }

    public INatsJSContext JetStreamContext { get; } = context;

    public NatsKVOpts Opts { get; } = opts;

    public ValueTask<INatsKVStore> CreateStoreAsync(string bucket, CancellationToken cancellationToken = default) =>
        CreateStoreAsync(new NatsKVConfig(bucket), cancellationToken);

    public async ValueTask<INatsKVStore> CreateStoreAsync(NatsKVConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var stream = await JetStreamContext.CreateStreamAsync(BucketLayout.ToStream(config), cancellationToken);
        return Store(config.Bucket, stream);
    }

    public async ValueTask<INatsKVStore> CreateOrUpdateStoreAsync(NatsKVConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var stream = await JetStreamContext.CreateOrUpdateStreamAsync(BucketLayout.ToStream(config), cancellationToken);
        return Store(config.Bucket, stream);
    }

    public async ValueTask<INatsKVStore> UpdateStoreAsync(NatsKVConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var stream = await JetStreamContext.UpdateStreamAsync(BucketLayout.ToStream(config), cancellationToken);
        return Store(config.Bucket, stream);
    }

    public async ValueTask<INatsKVStore> GetStoreAsync(string bucket, CancellationToken cancellationToken = default)
    {
        var stream = await JetStreamContext.GetStreamAsync(BucketLayout.Stream(bucket), cancellationToken: cancellationToken);
        return stream.Info.Config.MaxMsgsPerSubject < 1
            ? throw new NatsKVException("Invalid KV store name")
            : Store(bucket, stream);
    }

    public async ValueTask<bool> DeleteStoreAsync(string bucket, CancellationToken cancellationToken = default) =>
        await JetStreamContext.DeleteStreamAsync(BucketLayout.Stream(bucket), cancellationToken);

    public async IAsyncEnumerable<string> GetBucketNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var stream in JetStreamContext.ListStreamNamesAsync(cancellationToken: cancellationToken))
        {
            if (BucketLayout.Bucket(stream) is { } bucket) yield return bucket;
        }
    }

    /// <remarks>Tells of every stream, as its name is, and not of buckets alone.</remarks>
    public async IAsyncEnumerable<NatsKVStatus> GetStatusesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in JetStreamContext.ListStreamNamesAsync(cancellationToken: cancellationToken))
        {
            var stream = await JetStreamContext.GetStreamAsync(name, cancellationToken: cancellationToken);
            yield return BucketLayout.ToStatus(name, stream.Info);
        }
    }

    private NatsKVStore Store(string bucket, INatsJSStream stream) => new(bucket, JetStreamContext, stream, Opts);
}
