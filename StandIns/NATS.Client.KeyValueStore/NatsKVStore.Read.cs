using System.Buffers;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore.Layout;

namespace NATS.Client.KeyValueStore;

public partial class NatsKVStore
{
    public async ValueTask<NatsKVEntry<T>> GetEntryAsync<T>(
        string key, ulong revision = default, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        ValueOf(await TryGetEntryAsync(key, revision, serializer, cancellationToken));

    public async ValueTask<NatsResult<NatsKVEntry<T>>> TryGetEntryAsync<T>(
        string key, ulong revision = default, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default)
    {
        var valid = BucketLayout.CheckKey(key);
        if (!valid.Success) return valid.Error;

        serializer ??= JetStreamContext.Connection.Opts.SerializerRegistry.GetDeserializer<T>();
        var subject = _subjects + key;
        var request = revision == 0
            ? new StreamMsgGetRequest { LastBySubj = subject }
            : new StreamMsgGetRequest { Seq = revision, NextBySubj = subject };

        return _stream.Info.Config.AllowDirect
            ? await GetDirectAsync(key, subject, request, serializer, cancellationToken)
            : await GetStoredAsync(key, subject, request, serializer, cancellationToken);
    }

    private async ValueTask<NatsResult<NatsKVEntry<T>>> GetDirectAsync<T>(
        string key, string subject, StreamMsgGetRequest request, INatsDeserialize<T> serializer, CancellationToken cancellationToken)
    {
        var msg = _opts.UseDirectGetApiWithKeysInSubject && request.Seq == 0
            ? await JetStreamContext.Connection.RequestAsync(
                $"{JetStreamContext.Opts.Prefix}.DIRECT.GET.{BucketLayout.Stream(Bucket)}.{subject}",
                serializer,
                cancellationToken: cancellationToken)
            : await _stream.GetDirectAsync(request, serializer, cancellationToken);
        return EntryHeaders.ReadDirect(Bucket, key, subject, msg);
    }

    /// <summary>For buckets that others made without direct access, on old servers for instance.</summary>
    private async ValueTask<NatsResult<NatsKVEntry<T>>> GetStoredAsync<T>(
        string key, string subject, StreamMsgGetRequest request, INatsDeserialize<T> serializer, CancellationToken cancellationToken)
    {
        StoredMessage stored;
        try
        {
            stored = (await _stream.GetAsync(request, cancellationToken)).Message;
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            return NatsKVKeyNotFoundException.Default;
        }

        if (stored.Subject != subject) return new NatsKVException("Unexpected subject");

        return EntryHeaders.IsMarker(stored)
            ? new NatsKVKeyDeletedException(stored.Seq)
            : Entry(key, stored, serializer);
    }

    private NatsKVEntry<T> Entry<T>(string key, StoredMessage stored, INatsDeserialize<T> serializer)
    {
        var entry = new NatsKVEntry<T>(Bucket, key) { Revision = stored.Seq, Created = stored.Time };
        if (stored.Data.IsEmpty) return entry;
        try
        {
            return entry with { Value = serializer.Deserialize(new ReadOnlySequence<byte>(stored.Data)) };
        }
#pragma warning disable CA1031 // Whatever a serializer throws becomes the entry's error, as it does for messages.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return entry with { Error = new NatsDeserializeException(stored.Data.ToArray(), exception) };
        }
    }
}
