using NATS.Client.Core;
using NATS.Client.JetStream.Models;
using NATS.Client.JetStream.Wire;

namespace NATS.Client.JetStream;

/// <summary>Streams, consumers and acknowledged publishing over one connection.</summary>
public partial class NatsJSContext(INatsConnection connection, NatsJSOpts opts) : INatsJSContext
{
    public NatsJSContext(INatsConnection connection)
        : this(connection, new NatsJSOpts(connection.Opts))
    {
    }

    public INatsConnection Connection { get; } = connection;

    public NatsJSOpts Opts { get; } = opts;

    /// <summary>
    /// A subject to subscribe to by itself: what a consumer delivers keeps its own subject, so it cannot share the inbox of requests.
    /// </summary>
    public string NewBaseInbox() => $"{Connection.Opts.InboxPrefix}.{Nuid.NewNuid()}";

    public ValueTask<AccountInfoResponse> GetAccountInfoAsync(CancellationToken cancellationToken = default) =>
        AskAsync<AccountInfoResponse>("INFO", cancellationToken);

    public async ValueTask<TResponse> JSRequestResponseAsync<TRequest, TResponse>(
        string subject,
        TRequest? request,
        CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class
    {
        var reply = await RequestAsync<TRequest, TResponse>(subject, request, cancellationToken);
        return reply.EnsureSuccess();
    }

    internal async ValueTask<ApiReply<TResponse>> RequestAsync<TRequest, TResponse>(
        string subject,
        TRequest? request,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var replyOpts = new NatsSubOpts { Timeout = Opts.RequestTimeout };
        NatsMsg<ApiReply<TResponse>> reply;
        try
        {
            reply = request is null
                ? await Connection.RequestAsync(subject, ApiReplyDeserializer<TResponse>.Default, replyOpts, cancellationToken)
                : await Connection.RequestAsync<TRequest, ApiReply<TResponse>>(
                    subject,
                    request,
                    requestSerializer: NatsJSJsonSerializer<TRequest>.Default,
                    replySerializer: ApiReplyDeserializer<TResponse>.Default,
                    replyOpts: replyOpts,
                    cancellationToken: cancellationToken);
        }
        catch (NatsNoReplyException)
        {
            throw new NatsJSApiNoResponseException(NatsSubEndReason.Timeout);
        }

        if (reply.HasNoResponders) throw new NatsNoRespondersException();
        if (reply.Error is { } error) throw error;
        return reply.Data ?? throw new NatsJSException("The server answered with no content");
    }

    internal static string Checked(string? stream, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream, parameter);
        return stream.AsSpan().ContainsAny(' ', '.')
            ? throw new ArgumentException("Stream name cannot contain ' ', '.'", parameter)
            : stream;
    }

    private ValueTask<TResponse> AskAsync<TResponse>(string call, CancellationToken cancellationToken)
        where TResponse : class =>
        JSRequestResponseAsync<object, TResponse>($"{Opts.Prefix}.{call}", null, cancellationToken);

    private ValueTask<TResponse> AskAsync<TRequest, TResponse>(string call, TRequest? request, CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class =>
        JSRequestResponseAsync<TRequest, TResponse>($"{Opts.Prefix}.{call}", request, cancellationToken);
}
