using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// A micro-service whose queue group is its name. An endpoint takes messages one at a time, so requests are handed to a bounded number of
/// tasks; each answers its reply, a <see cref="ServiceReply{T}.Failed"/> as error headers, or 500 with the cause in the log.
/// </summary>
public sealed class ServiceEndpoints : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly INatsConnection _connection;
    private readonly INatsSvcServer _server;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly int _concurrency;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();

    private ServiceEndpoints(INatsConnection connection, INatsSvcServer server, string name, int concurrency, ILogger logger)
    {
        (_connection, _server, _name, _concurrency, _logger) = (connection, server, name, concurrency, logger);
        _slots = new SemaphoreSlim(concurrency);
    }

    /// <summary>Waits for the connection, for as long as it takes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="name">Name and queue group.</param>
    /// <param name="assembly">Its version is the service's.</param>
    /// <param name="concurrency">Requests served at once; further ones wait in order.</param>
    /// <param name="logger">For failures.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServiceEndpoints> StartAsync(
        INatsConnection connection, string name, Assembly assembly, int concurrency, ILogger logger, CancellationToken cancellationToken)
    {
        var version = assembly.GetName().Version?.ToString(3) ?? "0.0.0";

        // A token given to the service would cut off its drain when the application stops.
        var server = await new NatsSvcContext(connection).AddServiceAsync(name, version, name, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        NatsLog.ServiceStarted(logger, name, version);
        return new ServiceEndpoints(connection, server, name, concurrency, logger);
    }

    /// <summary>An endpoint that reads its request; a malformed or empty one is answered 400.</summary>
    public ValueTask AddAsync<TRequest, TReply>(
        string endpoint, string subject, Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler) => _server.AddEndpointAsync<TRequest>(
        message => HandOffAsync(message, () => message.Data is { } request && message.Exception is null
            ? handler(request, _stopping.Token)
            : Task.FromResult<ServiceReply<TReply>>(RequestProblem.Describe<TRequest, TReply>(message.Exception))),
        name: endpoint, subject: subject, queueGroup: _name, cancellationToken: CancellationToken.None);

    /// <summary>An endpoint whose request is empty; what it carries is not read.</summary>
    public ValueTask AddAsync<TReply>(string endpoint, string subject, Func<CancellationToken, Task<ServiceReply<TReply>>> handler) =>
        _server.AddEndpointAsync<ReadOnlyMemory<byte>>(
            message => HandOffAsync(message, () => handler(_stopping.Token)),
            name: endpoint, subject: subject, queueGroup: _name, cancellationToken: CancellationToken.None);

    /// <summary>Takes no more requests, lets those under way finish for some seconds, then cancels them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _stopping.CancelAfter(Drain);
        for (var i = 0; i < _concurrency; i++)
        {
            if (!await _slots.WaitAsync(Drain + Drain))
            {
                NatsLog.Unanswered(_logger, _name, _concurrency - i);
                break;
            }
        }

        await FlushAsync();
        _stopping.Dispose();
    }

    // A connection that is closed drops what it has not sent yet; once the server answers a ping, the replies before it are out.
    private async Task FlushAsync()
    {
        if (_connection.ConnectionState is not NatsConnectionState.Open)
        {
            return;
        }

        try
        {
            await _connection.PingAsync(CancellationToken.None).AsTask().WaitAsync(Drain);
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            NatsLog.NotFlushed(_logger, _name, exception);
        }
    }

    private async ValueTask HandOffAsync<TRequest, TReply>(NatsSvcMsg<TRequest> message, Func<Task<ServiceReply<TReply>>> handle)
    {
        await _slots.WaitAsync();
        _ = Task.Run(() => AnswerAsync(message, handle));
    }

    private async Task AnswerAsync<TRequest, TReply>(NatsSvcMsg<TRequest> message, Func<Task<ServiceReply<TReply>>> handle)
    {
        try
        {
            using var activity = RequestActivity.Start(message.Subject, message.Headers);
            await ReplyAsync(message, await RunAsync(message.Subject, handle, activity));
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            NatsLog.ReplyFailed(_logger, message.Subject, exception);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<ServiceReply<TReply>> RunAsync<TReply>(string subject, Func<Task<ServiceReply<TReply>>> handle, Activity? activity)
    {
        try
        {
            var reply = await handle();
            RequestActivity.Note(activity, reply);
            return reply;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return new ServiceReply<TReply>.Failed(503, "The service is stopping; try again.");
        }
#pragma warning disable CA1031 // The last resort: whatever it was, the caller gets an answer and the log the cause.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NatsLog.HandlerFailed(_logger, subject, exception);
            activity?.AddException(exception).SetStatus(ActivityStatusCode.Error);
            return new ServiceReply<TReply>.Failed(500, "The service failed; its log says why.");
        }
    }

    private static ValueTask ReplyAsync<TRequest, TReply>(NatsSvcMsg<TRequest> message, ServiceReply<TReply> reply) => reply switch
    {
        ServiceReply<TReply>.Ok ok => message.ReplyAsync(ok.Value, cancellationToken: CancellationToken.None),
        ServiceReply<TReply>.Failed failed => message.ReplyErrorAsync(
            failed.Code, ServiceHeaders.Sanitize(failed.Message), headers: ServiceHeaders.ForRetry(failed.RetryAfter), cancellationToken: CancellationToken.None),
        _ => throw new InvalidOperationException("A reply is Ok or Failed."),
    };
}
