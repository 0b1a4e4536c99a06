using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Runs a handler and sends what it says. Whatever happens, the caller gets an answer and the log the cause.</summary>
/// <param name="stopping">Cancelled when requests under way have had their time.</param>
internal sealed class ServiceAnswers(ILogger logger, CancellationToken stopping)
{
    // Another instance answers at once; a restarted one does after about that long.
    private static readonly TimeSpan StoppingRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>One method for all of it: each that waits for the next costs a waiting request as much as what it does.</summary>
    /// <param name="load">In which the request has its turn; it leaves when it is answered.</param>
    public async Task AnswerAsync<TRequest, TReply>(
        NatsSvcMsg<TRequest> message, Func<NatsSvcMsg<TRequest>, CancellationToken, ValueTask<ServiceReply<TReply>>> handle, ServiceLoad load)
    {
        try
        {
            using var activity = RequestActivity.Start(message.Subject, message.Headers);
            ServiceReply<TReply> reply;
            try
            {
                reply = await handle(message, stopping);
                RequestActivity.Note(activity, reply);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                reply = new ServiceReply<TReply>.Failed(ErrorCodes.Unavailable, "The service is stopping; try again.", StoppingRetryAfter);
            }
#pragma warning disable CA1031 // The last resort: whatever it was, the caller gets an answer and the log the cause.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                NatsLog.HandlerFailed(logger, message.Subject, exception);
                activity?.AddException(exception).SetStatus(ActivityStatusCode.Error);
                reply = new ServiceReply<TReply>.Failed(ErrorCodes.Internal, "The service failed; its log says why.");
            }

            await ReplyAsync(message, reply);
        }
        finally
        {
            load.Leave();
        }
    }

    public async ValueTask ReplyAsync<TRequest, TReply>(NatsSvcMsg<TRequest> message, ServiceReply<TReply> reply)
    {
        try
        {
            await SendAsync(message, reply);
        }
        catch (NatsPayloadTooLargeException exception)
        {
            NatsLog.ReplyFailed(logger, message.Subject, exception);
            await ReplyAsync(message, new ServiceReply<byte[]>.Failed(ErrorCodes.Internal, "The answer is larger than the NATS server accepts; ask for less."));
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            NatsLog.ReplyFailed(logger, message.Subject, exception);
        }
    }

    private static ValueTask SendAsync<TRequest, TReply>(NatsSvcMsg<TRequest> message, ServiceReply<TReply> reply) => reply switch
    {
        ServiceReply<TReply>.Ok { Value: PooledReply pooled } => SendAsync(message, pooled),
        ServiceReply<TReply>.Ok ok => message.ReplyAsync(ok.Value, cancellationToken: CancellationToken.None),
        ServiceReply<TReply>.Failed failed => message.ReplyErrorAsync(
            failed.Code, ServiceHeaders.Sanitize(failed.Message), headers: ServiceHeaders.ForRetry(failed.RetryAfter), cancellationToken: CancellationToken.None),
        _ => throw new InvalidOperationException("A reply is Ok or Failed."),
    };

    // The client has copied the bytes when its task is done.
    private static async ValueTask SendAsync<TRequest>(NatsSvcMsg<TRequest> message, PooledReply reply)
    {
        using (reply)
        {
            await message.ReplyAsync(reply.Bytes, cancellationToken: CancellationToken.None);
        }
    }
}
