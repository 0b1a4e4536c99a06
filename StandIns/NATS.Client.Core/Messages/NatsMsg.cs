namespace NATS.Client.Core;

/// <inheritdoc cref="INatsMsg{T}"/>
public readonly record struct NatsMsg<T> : INatsMsg<T>
{
    private readonly int _size;

    public NatsMsg(
        string subject, string? replyTo, int size, NatsHeaders? headers, T? data, INatsConnection? connection,
        NatsMsgFlags flags = default)
    {
        Subject = subject;
        ReplyTo = replyTo;
        _size = size;
        Headers = headers;
        Data = data;
        Connection = connection;
        Flags = flags;
    }

    public string Subject { get; init; }

    public string? ReplyTo { get; init; }

    public int Size
    {
        get => _size;
        init => _size = value;
    }

    public NatsMsgFlags Flags { get; init; }

    public NatsHeaders? Headers { get; init; }

    public T? Data { get; init; }

    public INatsConnection? Connection { get; init; }

    public NatsException? Error => Headers?.Error;

    public bool IsEmpty => Flags.HasFlag(NatsMsgFlags.Empty);

    public bool HasNoResponders => Flags.HasFlag(NatsMsgFlags.NoResponders);

    public void EnsureSuccess()
    {
        if (HasNoResponders)
            throw new NatsNoRespondersException();
        if (Error is { } error)
            throw error;
    }

    public ValueTask ReplyAsync(
        NatsHeaders? headers = default, string? replyTo = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        var (connection, subject) = ReplyTarget();
        return connection.PublishAsync(subject, headers, replyTo, opts, cancellationToken);
    }

    public ValueTask ReplyAsync<TReply>(
        TReply data, NatsHeaders? headers = default, string? replyTo = default, INatsSerialize<TReply>? serializer = default,
        NatsPubOpts? opts = default, CancellationToken cancellationToken = default)
    {
        var (connection, subject) = ReplyTarget();
        return connection.PublishAsync(subject, data, headers, replyTo, serializer, opts, cancellationToken);
    }

    public ValueTask ReplyAsync<TReply>(
        NatsMsg<TReply> msg, INatsSerialize<TReply>? serializer = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        var (connection, subject) = ReplyTarget();
        return connection.PublishAsync(msg with { Subject = subject }, serializer, opts, cancellationToken);
    }

    public void Deconstruct(
        out string subject, out string? replyTo, out int size, out NatsHeaders? headers, out T? data, out INatsConnection? connection,
        out NatsMsgFlags flags)
    {
        subject = Subject;
        replyTo = ReplyTo;
        size = Size;
        headers = Headers;
        data = Data;
        connection = Connection;
        flags = Flags;
    }

    private (INatsConnection Connection, string Subject) ReplyTarget()
    {
        if (Connection is null)
            throw new NatsException("unable to send reply; message did not originate from a subscription");
        if (string.IsNullOrWhiteSpace(ReplyTo))
            throw new NatsException("unable to send reply; ReplyTo is empty");
        return (Connection, ReplyTo);
    }
}
