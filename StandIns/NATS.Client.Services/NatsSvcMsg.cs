using System.Globalization;
using NATS.Client.Core;
using NATS.Client.Services.Serving;

namespace NATS.Client.Services;

/// <summary>A request to an endpoint.</summary>
public readonly struct NatsSvcMsg<T>
{
    private readonly NatsMsg<T> _msg;
    private readonly EndpointStatistics? _statistics;

    internal NatsSvcMsg(NatsMsg<T> msg, EndpointStatistics statistics)
    {
        _msg = msg;
        _statistics = statistics;
    }

    /// <summary>Why <see cref="Data"/> could not be read, if so: the handler answers nevertheless.</summary>
    public Exception? Exception => _msg.Error;

    public string Subject => _msg.Subject;

    public T? Data => _msg.Data;

    public string? ReplyTo => _msg.ReplyTo;

    public NatsHeaders? Headers => _msg.Headers;

    public ValueTask ReplyAsync(
        NatsHeaders? headers = default,
        string? replyTo = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        _msg.ReplyAsync(headers, replyTo, opts, cancellationToken);

    public ValueTask ReplyAsync<TReply>(
        TReply data,
        NatsHeaders? headers = default,
        string? replyTo = default,
        INatsSerialize<TReply>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        _msg.ReplyAsync(data, headers, replyTo, serializer, opts, cancellationToken);

    public ValueTask ReplyErrorAsync(
        int code,
        string message,
        NatsHeaders? headers = default,
        string? replyTo = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        _statistics?.Failed($"{code}:{message}");
        return ReplyAsync(WithError(headers, code, message), replyTo, opts, cancellationToken);
    }

    public ValueTask ReplyErrorAsync<TReply>(
        int code,
        string message,
        TReply data,
        NatsHeaders? headers = default,
        string? replyTo = default,
        INatsSerialize<TReply>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        _statistics?.Failed($"{message} ({code})");
        return ReplyAsync(data, WithError(headers, code, message), replyTo, serializer, opts, cancellationToken);
    }

    private static NatsHeaders WithError(NatsHeaders? headers, int code, string message)
    {
        headers ??= [];
        headers.Add("Nats-Service-Error", message);
        headers.Add("Nats-Service-Error-Code", code.ToString(CultureInfo.InvariantCulture));
        return headers;
    }
}
