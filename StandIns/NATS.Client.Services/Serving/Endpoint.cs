using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace NATS.Client.Services.Serving;

/// <summary>What an endpoint is told apart by, and how it is called.</summary>
internal sealed record EndpointAddress(string Name, string Subject, string? QueueGroup, IDictionary<string, string>? Metadata);

/// <summary>Answers the requests on one subject, one after the other.</summary>
internal sealed class Endpoint<T>(
    EndpointAddress address,
    Func<NatsSvcMsg<T>, ValueTask> handler,
    ILogger logger,
    CancellationToken cancellationToken) : INatsSvcEndpoint
{
    private const int UnknownErrorCode = 999;
    private const string UnknownErrorMessage = "Handler error";

    private readonly EndpointStatistics _statistics = new();
    private INatsSub<T>? _sub;
    private Task _handling = Task.CompletedTask;

    public string Name => address.Name;

    public string Subject => address.Subject;

    public string? QueueGroup => address.QueueGroup;

    public IDictionary<string, string>? Metadata => address.Metadata;

    public long Requests => _statistics.Requests;

    public long Errors => _statistics.Errors;

    public string? LastError => _statistics.LastError;

    public long ProcessingTime => _statistics.Nanoseconds;

    public long AverageProcessingTime => Requests is > 0 and var requests ? ProcessingTime / requests : 0;

    public async ValueTask StartAsync(INatsConnection connection, INatsDeserialize<T>? serializer)
    {
        // The token ends the handling, not the subscription: that is ended by stopping, which still answers what has arrived.
        cancellationToken.ThrowIfCancellationRequested();
        _sub = await connection.SubscribeCoreAsync(Subject, QueueGroup, serializer, cancellationToken: CancellationToken.None);
        _handling = Task.Run(HandleAsync, CancellationToken.None);
    }

    /// <summary>Takes no more requests, and waits until those that arrived are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sub is not null) await _sub.DisposeAsync();
        await _handling;
    }

    private async Task HandleAsync()
    {
        try
        {
            await foreach (var msg in _sub!.Msgs.ReadAllAsync(cancellationToken))
            {
                _statistics.Began();
                var began = Stopwatch.GetTimestamp();
                await AnswerAsync(new NatsSvcMsg<T>(msg, _statistics));
                _statistics.Ended(began);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled by whoever added the endpoint.
        }
    }

    private async ValueTask AnswerAsync(NatsSvcMsg<T> msg)
    {
        if (msg.Exception is { } unreadable) ServiceLog.NotRead(logger, Name, unreadable);
        try
        {
            await handler(msg);
        }
        catch (NatsSvcEndpointException exception)
        {
            await AnswerErrorAsync(msg, exception.Code, exception.Message, exception.Body);
        }
#pragma warning disable CA1031 // One failing request must not end the endpoint; the caller is told, the log has the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ServiceLog.HandlerFailed(logger, Name, exception);
            await AnswerErrorAsync(msg, UnknownErrorCode, UnknownErrorMessage, string.Empty);
        }
    }

    private async ValueTask AnswerErrorAsync(NatsSvcMsg<T> msg, int code, string message, string body)
    {
        try
        {
            await (string.IsNullOrWhiteSpace(body)
                ? msg.ReplyErrorAsync(code, message, cancellationToken: cancellationToken)
                : msg.ReplyErrorAsync(
                    code,
                    message,
                    Encoding.UTF8.GetBytes(body),
                    serializer: NatsRawSerializer<byte[]>.Default,
                    cancellationToken: cancellationToken));
        }
#pragma warning disable CA1031 // As above: without a reply subject, or without a connection, there is nobody to tell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ServiceLog.NotAnswered(logger, Name, exception);
        }
    }
}
