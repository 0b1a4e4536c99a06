using Microsoft.AspNetCore.Builder;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Npgsql;
using Singularity.CentralCloud;
using Singularity.Contracts.CentralCloud;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud;

/// <summary>CentralCloud on given servers, as many instances as a test starts, and a peer that publishes and asks.</summary>
internal sealed class CentralCloudHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly string _nats;
    private readonly string _prefix;
    private readonly List<WebApplication> _apps = [];

    /// <param name="prefix">Of its subjects; default one that no other has.</param>
    public CentralCloudHost(string nats, string database, string? prefix = null)
    {
        (_nats, Database, _prefix) = (nats, database, prefix ?? NatsPeer.NewPrefix());
        Peer = new NatsPeer(nats, _prefix);
        JetStream = new NatsJSContext(Peer.Connection);
    }

    public string Database { get; }

    /// <summary>Of its subjects.</summary>
    public string Prefix => _prefix;

    public NatsPeer Peer { get; }

    public NatsJSContext JetStream { get; }

    /// <summary>Its services are there; nothing of it runs.</summary>
    public WebApplication Create(params IEnumerable<string> settings)
    {
        var app = CentralCloudApp.Create([
            "--urls=http://127.0.0.1:0",
            "--environment=Production",
            "--Logging:LogLevel:Default=None",
            $"--ConnectionStrings:nats={_nats}",
            $"--ConnectionStrings:{CentralCloudApp.Database}={Database}",
            $"--Singularity:SubjectPrefix={_prefix}",
            "--CentralCloud:Name=the authority",
            "--CentralCloud:QueryDeadline=00:00:10",
            "--Knowledge:VectorDeadline=00:00:05",
            "--CentralCloud:Ingest:StreamBytes=33554432",
            "--CentralCloud:Ingest:RetryWait=00:00:00.020",
            .. settings,
        ]);
        _apps.Add(app);
        return app;
    }

    /// <summary>On return its stream is there.</summary>
    public async Task<WebApplication> StartAsync(params IEnumerable<string> settings)
    {
        var app = Create(settings);
        await app.StartAsync();
        await Eventually.IsTrueAsync(async () => await TryReadStreamAsync() is { State.ConsumerCount: > 0 }, "the stream is there, and is read");
        return app;
    }

    public async Task StopAsync(WebApplication app)
    {
        _apps.Remove(app);
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public Task PublishAsync(params IEnumerable<ReceivedObservation> observations) => PublishAsync(observations, withId: true);

    public async Task PublishAsync(IEnumerable<ReceivedObservation> observations, bool withId)
    {
        foreach (var part in observations.Chunk(100))
        {
            await Task.WhenAll(part.Select(async one =>
                (await TryPublishAsync(one.Observation.InstanceId, one.Json, withId ? one.Observation.Id.ToString() : null)).EnsureSuccess()));
        }
    }

    public async Task<PubAckResponse> TryPublishAsync(string instance, ReadOnlyMemory<byte> bytes, string? id = null) =>
        await JetStream.PublishAsync(Peer.Subjects.Observations(instance), bytes, opts: new NatsJSPubOpts { MsgId = id });

    public async Task<CentralCloudStats> ReadStatsAsync() => await AskAsync<byte[], CentralCloudStats>(Peer.Subjects.CentralStats, []);

    public async Task<TReply> AskAsync<TRequest, TReply>(string subject, TRequest request) =>
        (await TryAskAsync<TRequest, TReply>(subject, request)).ShouldBeOfType<ServiceReply<TReply>.Ok>().Value;

    public Task<ServiceReply<TReply>> TryAskAsync<TRequest, TReply>(string subject, TRequest request) =>
        Peer.Requester.RequestAsync<TRequest, TReply>(subject, request, Patience, CancellationToken.None);

    /// <summary>Until every message is taken in or parked, what was taken in is folded, and decided about.</summary>
    public async Task SettleAsync()
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await using var command = source.CreateCommand(
                    "SELECT sequence FROM stream_positions, fold_cursor WHERE folded = settled AND folded >= (SELECT coalesce(max(position), 0) FROM observations)");
                return await TryReadStreamAsync() is { } stream && (await command.ExecuteScalarAsync() as long? ?? 0) == (long)stream.State.LastSeq;
            },
            "every message is taken in and folded",
            TimeSpan.FromSeconds(90));
    }

    public async Task<StreamInfo?> TryReadStreamAsync()
    {
        try
        {
            return (await JetStream.GetStreamAsync(Peer.Subjects.ObservationStream)).Info;
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.ToList())
        {
            await StopAsync(app);
        }

        await Peer.DisposeAsync();
    }
}
