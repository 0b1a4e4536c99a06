using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore.Layout;

namespace NATS.Client.KeyValueStore;

public partial class NatsKVStore : INatsKVStore
{
    private readonly INatsJSStream _stream;
    private readonly NatsKVOpts _opts;
    private readonly string _subjects;

    internal NatsKVStore(string bucket, INatsJSContext context, INatsJSStream stream, NatsKVOpts opts)
    {
        Bucket = bucket;
        JetStreamContext = context;
        _stream = stream;
        _opts = opts;
        _subjects = BucketLayout.Subjects(bucket);
    }

    public INatsJSContext JetStreamContext { get; }

    public string Bucket { get; }

    /// <summary>Letters, digits and <c>-/_=.</c>, without a period at either end.</summary>
    public static NatsResult IsValidKey(string key) => BucketLayout.CheckKey(key);

    public async ValueTask<NatsKVStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await _stream.RefreshAsync(cancellationToken);
        return BucketLayout.ToStatus(Bucket, _stream.Info);
    }

    private static T ValueOf<T>(NatsResult<T> result) => result.Success ? result.Value : throw result.Error;

    private static void Ensure(NatsResult result)
    {
        if (!result.Success) throw result.Error;
    }
}
