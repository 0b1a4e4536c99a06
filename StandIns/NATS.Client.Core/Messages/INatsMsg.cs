namespace NATS.Client.Core;

public interface INatsMsg
{
    NatsHeaders? Headers { get; }
}

/// <summary>A message with its data, as received or about to be published.</summary>
public interface INatsMsg<T> : INatsMsg
{
    string Subject { get; init; }

    string? ReplyTo { get; init; }

    /// <summary>Bytes of subject, reply subject, headers and payload.</summary>
    int Size { get; init; }

    T? Data { get; init; }

    INatsConnection? Connection { get; init; }

    /// <summary>Why headers or data could not be read.</summary>
    NatsException? Error { get; }

    /// <summary>Throws <see cref="Error"/>, or <see cref="NatsNoRespondersException"/> if nobody listened.</summary>
    void EnsureSuccess();

    ValueTask ReplyAsync(
        NatsHeaders? headers = default, string? replyTo = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    ValueTask ReplyAsync<TReply>(
        TReply data, NatsHeaders? headers = default, string? replyTo = default, INatsSerialize<TReply>? serializer = default,
        NatsPubOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask ReplyAsync<TReply>(
        NatsMsg<TReply> msg, INatsSerialize<TReply>? serializer = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);
}

[Flags]
public enum NatsMsgFlags : byte
{
    None = 0,
    Empty = 1,
    NoResponders = 2,
}
