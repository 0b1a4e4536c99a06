using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.JetStream.Pulling;
using NATS.Client.KeyValueStore.Layout;

namespace NATS.Client.KeyValueStore.Watching;

/// <summary>The entries of a bucket as they are written, in order and without gaps, across reconnects and restarts of the server.</summary>
internal sealed class Watcher<T> : IAsyncDisposable
{
    private const int InFlight = 1_000;
    private static readonly TimeSpan PullStands = TimeSpan.FromSeconds(30);

    private readonly OrderedStream<T> _messages;
    private readonly NatsKVWatchOpts _opts;
    private readonly string _bucket;
    private readonly string _subjects;

    private Watcher(string bucket, NatsKVWatchOpts opts, OrderedStream<T> messages)
    {
        _bucket = bucket;
        _opts = opts;
        _messages = messages;
        _subjects = BucketLayout.Subjects(bucket);
    }

    public NatsKVEntry<T> Current { get; private set; }

    /// <summary>Whether the bucket had nothing to begin with.</summary>
    public bool BeginsEmpty { get; private init; }

    public static async ValueTask<Watcher<T>> StartAsync(
        INatsJSContext context,
        string bucket,
        IEnumerable<string> keys,
        INatsDeserialize<T>? serializer,
        NatsKVWatchOpts? opts,
        CancellationToken cancellationToken)
    {
        opts = (opts ?? NatsKVWatchOpts.Default).Checked();
        string[] filters = [.. keys.Select(key => BucketLayout.Subjects(bucket) + key)];
        if (filters.Length == 0) throw new ArgumentException("At least one key must be provided", nameof(keys));

        var limits = new PullLimits(InFlight, 0, InFlight / 2, 0, Longest(PullStands, opts.IdleHeartbeat * 2), opts.IdleHeartbeat);
        var messages = new OrderedStream<T>(context, Start(bucket, filters, opts), serializer, limits, new NatsJSConsumeOpts());
        try
        {
            await messages.StartAsync(cancellationToken);
            return new Watcher<T>(bucket, opts, messages) { BeginsEmpty = messages.Info is { NumPending: 0 } };
        }
        catch
        {
            await messages.DisposeAsync();
            throw;
        }
    }

    /// <returns>False when <see cref="NatsKVWatchOpts.OnNoData"/> says so, when cancelled, or when the connection was closed.</returns>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (await _messages.NextAsync(cancellationToken))
        {
            var (msg, metadata) = (_messages.Current, _messages.CurrentMetadata);
            var operation = EntryHeaders.OperationOf(msg.Headers) ?? NatsKVOperation.Put;
            if (_opts.IgnoreDeletes && operation != NatsKVOperation.Put)
            {
                // The last of what there was may be a marker: then nobody else notices that there is nothing more.
                if (metadata.NumPending == 0 && _opts.OnNoData is { } onNoData && await onNoData(cancellationToken)) return false;
                continue;
            }

            Current = new NatsKVEntry<T>(_bucket, msg.Subject[_subjects.Length..])
            {
                Value = msg.Data,
                Revision = metadata.Sequence.Stream,
                Delta = metadata.NumPending,
                Created = metadata.Timestamp,
                Operation = operation,
                Error = msg.Error,
            };
            return true;
        }

        return false;
    }

    public ValueTask DisposeAsync() => _messages.DisposeAsync();

    private static OrderedStart Start(string bucket, string[] filters, NatsKVWatchOpts opts) => new()
    {
        Stream = BucketLayout.Stream(bucket),
        FilterSubjects = filters,
        DeliverPolicy = opts switch
        {
            { ResumeAtRevision: > 0 } => ConsumerConfigDeliverPolicy.ByStartSequence,
            { UpdatesOnly: true } => ConsumerConfigDeliverPolicy.New,
            { IncludeHistory: true } => ConsumerConfigDeliverPolicy.All,
            _ => ConsumerConfigDeliverPolicy.LastPerSubject,
        },
        OptStartSeq = opts.ResumeAtRevision,
        HeadersOnly = opts.MetaOnly,
        OutlivesStream = true,
    };

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
