using System.Reflection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// A micro-service whose queue group is its name. An endpoint takes messages one at a time, so requests are handed to a bounded number of
/// tasks; each answers its reply, a <see cref="ServiceReply{T}.Failed"/> as error headers, or 500 with the cause in the log. When as many wait as may,
/// further callers are told at once to come back later.
/// </summary>
public sealed class ServiceEndpoints : IAsyncDisposable
{
    private readonly INatsConnection _connection;
    private readonly INatsSvcServer _server;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly ServiceOptions _options;
    private readonly ServiceLoad _load;

    // Of their own: what takes long must not hold up what does not.
    private readonly ServiceLoad _promptLoad;
    private readonly ServiceAnswers _answers;
    private readonly CancellationTokenSource _stopping = new();

    private ServiceEndpoints(INatsConnection connection, INatsSvcServer server, string name, ServiceOptions options, ILogger logger)
    {
        (_connection, _server, _name, _options, _logger) = (connection, server, name, options, logger);
        (_load, _promptLoad) = (new ServiceLoad(options), new ServiceLoad(options));
        _answers = new ServiceAnswers(logger, _stopping.Token);
    }

    /// <summary>Waits for the connection, for as long as it takes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="name">Name and queue group.</param>
    /// <param name="assembly">Its version is the service's.</param>
    /// <param name="options">How much the service takes on.</param>
    /// <param name="logger">For failures.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServiceEndpoints> StartAsync(
        INatsConnection connection, string name, Assembly assembly, ServiceOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var version = assembly.GetName().Version?.ToString(3) ?? "0.0.0";

        // A token given to the service would cut off its drain when the application stops.
        var server = await new NatsSvcContext(connection).AddServiceAsync(name, version, name, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        NatsLog.ServiceStarted(logger, name, version);
        return new ServiceEndpoints(connection, server, name, options, logger);
    }

    /// <summary>An endpoint that reads its request; a malformed or empty one is answered 400.</summary>
    public ValueTask AddAsync<TRequest, TReply>(
        string endpoint, string subject, Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler) =>
        AddAsync<TRequest, TReply>(endpoint, subject, (request, _, cancellationToken) => handler(request, cancellationToken));

    /// <summary>The same for one that looks at the request's headers too.</summary>
    public ValueTask AddAsync<TRequest, TReply>(
        string endpoint, string subject, Func<TRequest, NatsHeaders?, CancellationToken, Task<ServiceReply<TReply>>> handler) =>
        AddInTurnAsync<TRequest, TReply>(
            endpoint,
            subject,
            (message, cancellationToken) => message.Data is { } request && message.Exception is null
                ? new ValueTask<ServiceReply<TReply>>(handler(request, message.Headers, cancellationToken))
                : new ValueTask<ServiceReply<TReply>>(RequestProblem.Describe<TRequest, TReply>(message.Exception)));

    /// <summary>An endpoint whose request is empty; what it carries is not read.</summary>
    public ValueTask AddAsync<TReply>(string endpoint, string subject, Func<CancellationToken, Task<ServiceReply<TReply>>> handler) =>
        AddInTurnAsync<ReadOnlyMemory<byte>, TReply>(
            endpoint, subject, (_, cancellationToken) => new ValueTask<ServiceReply<TReply>>(handler(cancellationToken)));

    /// <summary>
    /// An endpoint that mostly answers without waiting for anything. Its handler begins where the message arrives, without a change of thread, so it must
    /// compute next to nothing before it waits. Requests of other endpoints do not take its turns.
    /// </summary>
    public ValueTask AddPromptAsync(
        string endpoint, string subject, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ServiceReply<PooledReply>>> handler)
    {
        Func<NatsSvcMsg<ReadOnlyMemory<byte>>, CancellationToken, ValueTask<ServiceReply<PooledReply>>> handle =
            (message, cancellationToken) => handler(message.Data, cancellationToken);
        return AddEndpointAsync<ReadOnlyMemory<byte>>(endpoint, subject, message =>
        {
            if (!_promptLoad.TryEnter())
            {
                return RefuseAsync(message);
            }

            _ = _promptLoad.TryTakeTurn() ? _answers.AnswerAsync(message, handle, _promptLoad) : AnswerInTurnAsync(message, handle, _promptLoad);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Takes no more requests, lets those under way finish for some seconds, then cancels them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _stopping.CancelAfter(_options.Drain);
        try
        {
            await Task.WhenAll(_load.EndAsync(), _promptLoad.EndAsync()).WaitAsync(_options.Drain + _connection.Opts.ConnectTimeout);
        }
        catch (TimeoutException)
        {
            NatsLog.Unanswered(_logger, _name, _load.Count + _promptLoad.Count);
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
            await _connection.PingAsync(CancellationToken.None).AsTask().WaitAsync(_connection.Opts.ConnectTimeout);
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            NatsLog.NotFlushed(_logger, _name, exception);
        }
    }

    private ValueTask AddInTurnAsync<TRequest, TReply>(
        string endpoint, string subject, Func<NatsSvcMsg<TRequest>, CancellationToken, ValueTask<ServiceReply<TReply>>> handle) =>
        AddEndpointAsync<TRequest>(endpoint, subject, message =>
        {
            if (!_load.TryEnter())
            {
                return RefuseAsync(message);
            }

            _ = Task.Run(() => AnswerInTurnAsync(message, handle, _load));
            return ValueTask.CompletedTask;
        });

    private ValueTask AddEndpointAsync<TRequest>(string endpoint, string subject, Func<NatsSvcMsg<TRequest>, ValueTask> handle) =>
        _server.AddEndpointAsync(handle, name: endpoint, subject: subject, queueGroup: _name, cancellationToken: CancellationToken.None);

    private async Task AnswerInTurnAsync<TRequest, TReply>(
        NatsSvcMsg<TRequest> message, Func<NatsSvcMsg<TRequest>, CancellationToken, ValueTask<ServiceReply<TReply>>> handle, ServiceLoad load)
    {
        await load.TakeTurnAsync();
        await _answers.AnswerAsync(message, handle, load);
    }

    private ValueTask RefuseAsync<TRequest>(NatsSvcMsg<TRequest> message) => _answers.ReplyAsync(
        message,
        new ServiceReply<byte[]>.Failed(ErrorCodes.Busy, $"The service {_name} has as many requests as it takes; try again.", _options.BusyRetryAfter));
}
