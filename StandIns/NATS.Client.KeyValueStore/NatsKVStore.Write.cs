using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore.Layout;

namespace NATS.Client.KeyValueStore;

public partial class NatsKVStore
{
    private const int WrongLastSequence = 10071;
    private const int WrongLastSequenceOfSubject = 10164;

    public async ValueTask<ulong> PutAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        ValueOf(await TryPutAsync(key, value, serializer, cancellationToken));

    public ValueTask<NatsResult<ulong>> TryPutAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        WriteAsync(key, value, null, serializer, cancellationToken);

    public async ValueTask<ulong> CreateAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        ValueOf(await TryCreateAsync(key, value, serializer, cancellationToken));

    public async ValueTask<NatsResult<ulong>> TryCreateAsync<T>(
        string key, T value, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default)
    {
        var first = await TryUpdateAsync(key, value, 0, serializer, cancellationToken);
        if (first.Success || !BucketLayout.CheckKey(key).Success) return first;

        // Something is in the way: an entry, or a marker, over which the key may be created again.
        var existing = await TryGetEntryAsync<byte[]>(key, 0, NatsRawSerializer<byte[]>.Default, cancellationToken);
        if (existing.Success) return new NatsKVCreateException();
        return existing.Error is NatsKVKeyDeletedException deleted
            ? await TryUpdateAsync(key, value, deleted.Revision, serializer, cancellationToken)
            : existing.Error;
    }

    public async ValueTask<ulong> UpdateAsync<T>(
        string key, T value, ulong revision, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        ValueOf(await TryUpdateAsync(key, value, revision, serializer, cancellationToken));

    public ValueTask<NatsResult<ulong>> TryUpdateAsync<T>(
        string key, T value, ulong revision, INatsSerialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        WriteAsync(key, value, Expecting(revision, []), serializer, cancellationToken);

    public async ValueTask DeleteAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default) =>
        Ensure(await TryDeleteAsync(key, opts, cancellationToken));

    public async ValueTask<NatsResult> TryDeleteAsync(
        string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default)
    {
        opts ??= new NatsKVDeleteOpts();
        var headers = opts.Purge
            ? new NatsHeaders { [EntryHeaders.Operation] = "PURGE", [EntryHeaders.Rollup] = "sub" }
            : new NatsHeaders { [EntryHeaders.Operation] = "DEL" };
        if (opts.Revision != 0) Expecting(opts.Revision, headers);

        var written = await WriteAsync(key, [], headers, NatsRawSerializer<byte[]>.Default, cancellationToken);
        return written.Success ? NatsResult.Default : written.Error;
    }

    public async ValueTask PurgeAsync(string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default) =>
        Ensure(await TryPurgeAsync(key, opts, cancellationToken));

    public ValueTask<NatsResult> TryPurgeAsync(
        string key, NatsKVDeleteOpts? opts = default, CancellationToken cancellationToken = default) =>
        TryDeleteAsync(key, (opts ?? new NatsKVDeleteOpts()) with { Purge = true }, cancellationToken);

    private static NatsHeaders Expecting(ulong revision, NatsHeaders headers)
    {
        headers[EntryHeaders.ExpectedRevision] = revision.ToString(CultureInfo.InvariantCulture);
        return headers;
    }

    private static bool IsWrongRevision(ApiError error) =>
        error is { Code: 400, ErrCode: WrongLastSequence or WrongLastSequenceOfSubject, Description: { } description }
        && description.StartsWith("wrong last sequence", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<NatsResult<ulong>> WriteAsync<T>(
        string key, T value, NatsHeaders? headers, INatsSerialize<T>? serializer, CancellationToken cancellationToken)
    {
        var valid = BucketLayout.CheckKey(key);
        if (!valid.Success) return valid.Error;

        var published = await JetStreamContext.TryPublishAsync(
            _subjects + key, value, serializer, headers: headers, cancellationToken: cancellationToken);
        if (!published.Success) return published.Error;

        return published.Value switch
        {
            { Error: { } error } when headers is not null && IsWrongRevision(error) => new NatsKVWrongLastRevisionException(error),
            { Error: { } error } => new NatsJSApiException(error),
            { Duplicate: true, Seq: var sequence } => new NatsJSDuplicateMessageException(sequence),
            { Seq: var sequence } => sequence,
        };
    }
}
