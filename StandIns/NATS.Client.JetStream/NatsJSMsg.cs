using System.Buffers;
using System.Globalization;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream.Wire;

namespace NATS.Client.JetStream;

public interface INatsJSMsg<out T> : INatsMsg
{
    string Subject { get; }

    int Size { get; }

    T? Data { get; }

    INatsConnection? Connection { get; }

    NatsJSMsgMetadata? Metadata { get; }

    string? ReplyTo { get; }

    NatsException? Error { get; }

    void EnsureSuccess();

    ValueTask AckAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Asks for redelivery, after <paramref name="delay"/> if it is set, which servers before 2.7 ignore.</summary>
    ValueTask NakAsync(AckOpts? opts = default, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Starts the wait for the acknowledgement anew.</summary>
    ValueTask AckProgressAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>The message is never delivered again.</summary>
    ValueTask AckTerminateAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);
}

public readonly record struct AckOpts
{
    /// <summary>Whether to wait until the server confirms; default as in <see cref="NatsJSOpts.DoubleAck"/>.</summary>
    public bool? DoubleAck { get; init; }
}

public readonly struct NatsJSMsg<T>(NatsMsg<T> msg, INatsJSContext context) : INatsJSMsg<T>
{
    private readonly NatsMsg<T> _msg = msg;
    private readonly INatsJSContext _context = context;

    public string Subject => _msg.Subject;

    public int Size => _msg.Size;

    public NatsHeaders? Headers => _msg.Headers;

    public T? Data => _msg.Data;

    public INatsConnection? Connection => _msg.Connection;

    public NatsJSMsgMetadata? Metadata => AckSubject.Parse(_msg.ReplyTo);

    public string? ReplyTo => _msg.ReplyTo;

    public NatsException? Error => _msg.Error;

    public void EnsureSuccess() => _msg.EnsureSuccess();

    public ValueTask AckAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(NatsJSConstants.Ack, opts, cancellationToken);

    public ValueTask NakAsync(AckOpts? opts = default, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(delay == default ? NatsJSConstants.Nak : DelayedNak(delay), opts, cancellationToken);

    public ValueTask AckProgressAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(NatsJSConstants.AckProgress, opts, cancellationToken);

    public ValueTask AckTerminateAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(NatsJSConstants.AckTerminate, opts, cancellationToken);

    private static ReadOnlySequence<byte> DelayedNak(TimeSpan delay) => new(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"-NAK {{\"delay\": {NanosecondsConverter.ToNanoseconds(delay)}}}")));

    private async ValueTask AnswerAsync(ReadOnlySequence<byte> answer, AckOpts? opts, CancellationToken cancellationToken)
    {
        if (_msg.Connection is not { } connection)
            throw new NatsException("unable to send acknowledgment; message did not originate from a consumer");
        if (string.IsNullOrWhiteSpace(_msg.ReplyTo))
            throw new NatsException("unable to send acknowledgment; ReplyTo is empty");

        if (opts?.DoubleAck ?? _context.Opts.DoubleAck)
        {
            await connection.RequestAsync<ReadOnlySequence<byte>, byte[]>(
                _msg.ReplyTo,
                answer,
                requestSerializer: NatsRawSerializer<ReadOnlySequence<byte>>.Default,
                replySerializer: NatsRawSerializer<byte[]>.Default,
                cancellationToken: cancellationToken);
            return;
        }

        await connection.PublishAsync(
            _msg.ReplyTo,
            answer,
            serializer: NatsRawSerializer<ReadOnlySequence<byte>>.Default,
            cancellationToken: cancellationToken);
    }
}
