using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services.Models;
using NATS.Client.Services.Serving;

namespace NATS.Client.Services;

public partial class NatsSvcServer : INatsSvcServer
{
    private readonly string _id = Nuid.NewNuid();
    private readonly string _started = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("o", CultureInfo.InvariantCulture);
    private readonly ConcurrentDictionary<string, INatsSvcEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped;
    private readonly INatsConnection _connection;
    private readonly NatsSvcConfig _config;
    private readonly ILogger _logger;
    private readonly Discovery<PingResponse> _ping;
    private readonly Discovery<InfoResponse> _info;
    private readonly Discovery<StatsResponse> _stats;

    internal NatsSvcServer(INatsConnection nats, NatsSvcConfig config, CancellationToken cancellationToken)
    {
        _connection = nats;
        _config = config;
        _logger = nats.Opts.LoggerFactory.CreateLogger<NatsSvcServer>();
        _stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ping = new Discovery<PingResponse>(nats, _logger, GetPing);
        _info = new Discovery<InfoResponse>(nats, _logger, GetInfo);
        _stats = new Discovery<StatsResponse>(nats, _logger, GetStats);
    }

    public ValueTask AddEndpointAsync<T>(
        Func<NatsSvcMsg<T>, ValueTask> handler,
        string? name = default,
        string? subject = default,
        string? queueGroup = default,
        IDictionary<string, string>? metadata = default,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default) =>
        AddAsync(handler, name, subject ?? name, queueGroup, metadata, serializer, cancellationToken);

    public ValueTask<Group> AddGroupAsync(string name, string? queueGroup = default, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new Group(this, name, queueGroup, cancellationToken));

    public InfoResponse GetInfo() => new()
    {
        Name = _config.Name,
        Id = _id,
        Version = _config.Version,
        Description = _config.Description!,
        Metadata = _config.Metadata!,
        Endpoints =
        [
            .. _endpoints.Values.Select(endpoint => new EndpointInfo
            {
                Name = endpoint.Name,
                Subject = endpoint.Subject,
                QueueGroup = endpoint.QueueGroup!,
                Metadata = endpoint.Metadata!,
            }),
        ],
    };

    public StatsResponse GetStats() => new()
    {
        Name = _config.Name,
        Id = _id,
        Version = _config.Version,
        Metadata = _config.Metadata!,
        Started = _started,
        Endpoints =
        [
            .. _endpoints.Values.Select(endpoint => new EndpointStats
            {
                Name = endpoint.Name,
                Subject = endpoint.Subject,
                QueueGroup = endpoint.QueueGroup!,
                NumRequests = endpoint.Requests,
                NumErrors = endpoint.Errors,
                LastError = endpoint.LastError ?? string.Empty,
                ProcessingTime = endpoint.ProcessingTime,
                AverageProcessingTime = endpoint.AverageProcessingTime,
                Data = DataOf(endpoint)!,
            }),
        ],
    };

    public async ValueTask StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped.IsCancellationRequested) return;

        await _ping.DisposeAsync();
        await _info.DisposeAsync();
        await _stats.DisposeAsync();
        foreach (var endpoint in _endpoints.Values) await endpoint.DisposeAsync();
        await FlushAsync(cancellationToken);
        await _stopped.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopped.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async ValueTask StartAsync()
    {
        await _ping.StartAsync("PING", _config.Name, _id, _stopped.Token);
        await _info.StartAsync("INFO", _config.Name, _id, _stopped.Token);
        await _stats.StartAsync("STATS", _config.Name, _id, _stopped.Token);
    }

    /// <summary>Once the server has answered a ping that follows them, the answers are out; without a connection they are not.</summary>
    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_connection.ConnectionState != NatsConnectionState.Open) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, cancellationToken);
        limit.CancelAfter(_connection.Opts.ConnectTimeout);
        await _connection.PingAsync(limit.Token);
    }

    private PingResponse GetPing() => new()
    {
        Name = _config.Name,
        Id = _id,
        Version = _config.Version,
        Metadata = _config.Metadata!,
    };

    private JsonNode? DataOf(INatsSvcEndpoint endpoint)
    {
        try
        {
            return _config.StatsHandler?.Invoke(endpoint);
        }
#pragma warning disable CA1031 // Whatever a handler of the application throws, the statistics themselves are still true.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ServiceLog.StatsHandlerFailed(_logger, endpoint.Name, exception);
            return null;
        }
    }

    private async ValueTask AddAsync<T>(
        Func<NatsSvcMsg<T>, ValueTask> handler,
        string? name,
        string? subject,
        string? queueGroup,
        IDictionary<string, string>? metadata,
        INatsDeserialize<T>? serializer,
        CancellationToken cancellationToken)
    {
        if (subject is null) throw new NatsSvcException("Either name or subject must be specified");

        name ??= subject.Replace('.', '-');
        queueGroup ??= _config.UseQueueGroup ? _config.QueueGroup : null;
        var address = new EndpointAddress(name, subject, queueGroup, metadata);
        var endpoint = new Endpoint<T>(address, handler, _logger, cancellationToken);
        if (!_endpoints.TryAdd(name, endpoint)) throw new NatsSvcException($"Endpoint '{name}' already exists");
        await endpoint.StartAsync(_connection, serializer);
    }
}
