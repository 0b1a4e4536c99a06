using System.Collections.Concurrent;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>Stands in for CentralCloud: the library on a database of its own, answering over a real server.</summary>
internal sealed class Authority : IAsyncDisposable
{
    private readonly string _url;
    private readonly string _prefix;
    private NatsPeer? _services;

    private Authority(string url, string prefix, KnowledgeDatabase database)
    {
        (_url, _prefix, Database) = (url, prefix, database);
        Peer = new NatsPeer(url, prefix);
        Stream = "K" + prefix;
        JetStream = new NatsJSContext(Peer.Connection);
        Answer = async (query, cancellationToken) => await Database.Search.FindAsync(query, cancellationToken);
        Greet = hello => new CentralInstance(
            hello.InstanceId, hello.Name, hello.Version, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, hello.Environment, Observations: Held, Conflict: Conflict);
    }

    /// <summary>To ask and to publish with, whether or not the authority answers.</summary>
    public NatsPeer Peer { get; }

    public KnowledgeDatabase Database { get; }

    public NatsJSContext JetStream { get; }

    public string Stream { get; }

    public ConcurrentQueue<PatternQuery> Queries { get; } = [];

    public ConcurrentQueue<InstanceHello> Hellos { get; } = [];

    public ConcurrentQueue<InstanceHeartbeat> Heartbeats { get; } = [];

    public ConcurrentQueue<SyncObservations> Syncs { get; } = [];

    /// <summary>Default: what its database finds.</summary>
    public Func<PatternQuery, CancellationToken, Task<ServiceReply<PatternAnswer>>> Answer { get; set; }

    public Func<InstanceHello, ServiceReply<CentralInstance>> Greet { get; set; }

    /// <summary>Whether it has forgotten who said hello.</summary>
    public bool IsForgetful { get; set; }

    /// <summary>Whether it leaves everybody waiting, as a process does that hangs.</summary>
    public bool IsSilent { get; set; }

    public long Held { get; set; }

    public string? Conflict { get; set; }

    public static async Task<Authority> CreateAsync(string url, string prefix, PostgresFixture postgres)
    {
        var authority = new Authority(url, prefix, await KnowledgeDatabase.CreateAsync(postgres));
        await authority.Peer.Connection.ConnectAsync();
        return authority;
    }

    /// <summary>Answers from now on.</summary>
    public async Task AppearAsync()
    {
        _services = new NatsPeer(_url, _prefix);
        await _services.Connection.ConnectAsync();
        var subjects = _services.Subjects;
        await _services.ServeAsync<InstanceHello, CentralInstance>(subjects.InstanceHello, (hello, _) =>
        {
            Hellos.Enqueue(hello);
            IsForgetful = false;
            return Task.FromResult(Greet(hello));
        });
        await _services.ServeAsync<InstanceHeartbeat, CentralInstance>(subjects.InstanceHeartbeat, async (beat, cancellationToken) =>
        {
            Heartbeats.Enqueue(beat);
            await HangAsync(cancellationToken);
            return IsForgetful
                ? new ServiceReply<CentralInstance>.Failed(404, "Say hello first.")
                : Greet(new InstanceHello(beat.InstanceId, "known", "1.0"));
        });
        await _services.ServeAsync<PatternQuery, PatternAnswer>(subjects.CentralQuery, async (query, cancellationToken) =>
        {
            Queries.Enqueue(query);
            await HangAsync(cancellationToken);
            return await Answer(query, cancellationToken);
        });
        await _services.ServeAsync<SyncObservations, ObservationPage>(subjects.CentralSync, async (sync, cancellationToken) =>
        {
            Syncs.Enqueue(sync);
            return await Database.Reads.ReadAfterAsync(sync.After, sync.Limit, sync.Of, cancellationToken);
        });
    }

    private Task HangAsync(CancellationToken cancellationToken) => IsSilent ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;

    /// <summary>Answers no more, as when its process has ended.</summary>
    public async Task DisappearAsync()
    {
        await _services!.DisposeAsync();
        _services = null;
    }

    /// <summary>Holds these, as if it had taken them in.</summary>
    public Task HoldAsync(params ReceivedObservation[] observations) => Database.Store.AppendAsync(observations, enqueue: false, CancellationToken.None);

    public async Task CreateStreamAsync(Action<StreamConfig>? change = null)
    {
        var config = new StreamConfig(Stream, [Peer.Subjects.AllObservations]) { Storage = StreamConfigStorage.File };
        change?.Invoke(config);
        await JetStream.CreateOrUpdateStreamAsync(config);
    }

    /// <summary>Everything in the stream: message id and bytes.</summary>
    public async Task<List<(string Id, string Subject, byte[] Json)>> ReadStreamAsync()
    {
        var consumer = await JetStream.CreateOrUpdateConsumerAsync(Stream, new ConsumerConfig("r" + Guid.NewGuid().ToString("N")) { AckPolicy = ConsumerConfigAckPolicy.None });
        var messages = new List<(string, string, byte[])>();
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = 5_000 }))
        {
            messages.Add((message.Headers!["Nats-Msg-Id"].ToString(), message.Subject, message.Data!));
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await Peer.DisposeAsync();
        await Database.DisposeAsync();
    }
}
