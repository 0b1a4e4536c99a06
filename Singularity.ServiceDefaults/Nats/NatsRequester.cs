using NATS.Client.Core;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// Asks micro-services. Never throws for a service or a server that is away, and never takes longer than the deadline, whatever state
/// the connection is in. An <see cref="IReadRequest"/> is asked a second time when the first answer may be lost, as it is when an instance dies.
/// </summary>
public sealed class NatsRequester(INatsConnection connection, TimeProvider time)
{
    private const string Remedy = "Start everything with: ./singularity up";

    /// <summary>How long a request waits for a connection that is down; a server that restarts is back by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="subject">Where the service listens.</param>
    /// <param name="request">The request; its type is one of the JSON context's.</param>
    /// <param name="deadline">The longest time that this may take.</param>
    /// <param name="cancellationToken">The caller's; the only cause of an OperationCanceledException.</param>
    public Task<ServiceReply<TReply>> RequestAsync<TRequest, TReply>(
        string subject, TRequest request, TimeSpan deadline, CancellationToken cancellationToken) => request is IReadRequest
        ? new SecondTry(time).RunAsync((left, token) => RequestOnceAsync<TRequest, TReply>(subject, request, left, token), deadline, cancellationToken)
        : RequestOnceAsync<TRequest, TReply>(subject, request, deadline, cancellationToken);

    private async Task<ServiceReply<TReply>> RequestOnceAsync<TRequest, TReply>(
        string subject, TRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            if (connection.ConnectionState is not NatsConnectionState.Open)
            {
                await connection.ConnectAsync().AsTask().WaitAsync(deadline < Grace ? deadline : Grace, time, cancellationToken);
            }

            var left = deadline - time.GetElapsedTime(started);
            return left > TimeSpan.Zero
                ? await SendAsync<TRequest, TReply>(subject, request, left, cancellationToken)
                : NoAnswer<TReply>(subject, deadline);
        }
        catch (NatsNoRespondersException)
        {
            return new ServiceReply<TReply>.Failed(ErrorCodes.Unavailable, $"Nobody answers on {subject}: the service is not running. {Remedy}");
        }
        catch (NatsPayloadTooLargeException)
        {
            return new ServiceReply<TReply>.Failed(ErrorCodes.BadRequest, $"The request to {subject} is larger than the NATS server accepts.");
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return NoAnswer<TReply>(subject, deadline);
        }
    }

    private async Task<ServiceReply<TReply>> SendAsync<TRequest, TReply>(
        string subject, TRequest request, TimeSpan left, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(left);

        // The outer wait is for the time in which the client waits for its connection and hears no token.
        var message = await connection
            .RequestAsync<TRequest, TReply>(subject, request, replyOpts: new NatsSubOpts { Timeout = left }, cancellationToken: limit.Token)
            .AsTask()
            .WaitAsync(left, time, cancellationToken);
        if (ServiceHeaders.ReadError<TReply>(message.Headers) is { } error)
        {
            return error;
        }

        return message is { Error: null, Data: { } reply }
            ? new ServiceReply<TReply>.Ok(reply)
            : new ServiceReply<TReply>.Failed(
                ErrorCodes.Internal, $"The answer on {subject} is not a readable {typeof(TReply).Name}; do all services run the same version?");
    }

    private ServiceReply<TReply>.Failed NoAnswer<TReply>(string subject, TimeSpan deadline) =>
        connection.ConnectionState is NatsConnectionState.Open
            ? new ServiceReply<TReply>.Failed(
                ErrorCodes.UpstreamTimeout, $"No answer on {subject} within {deadline.TotalSeconds:0.###} s; the work may still finish, try again.")
            : new ServiceReply<TReply>.Failed(ErrorCodes.Unavailable, $"NATS is not reachable at {Address()}. {Remedy}");

    /// <summary>Without the credentials that the URL may hold.</summary>
    private string Address() => string.Join(
        ", ",
        connection.Opts.Url.Split(',').Select(static url => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) ? uri.Authority : "its address"));
}
