using NATS.Client.Core;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Registry.Linking;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Instances;

/// <summary>CentralCloud on an authority's server, asked by machines over their links: what each may say, and under whose id.</summary>
[Collection("postgres")]
public sealed class OwnIdTests(PostgresFixture postgres) : IAsyncLifetime
{
    // The account of the other instance as whoever guesses it would write it.
    private const string Forged = "{\"acc\":\"INSTANCE_" + LinkedServers.Instance + "_00000000\",\"rtt\":1}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private LinkedServers _linked = null!;
    private CentralCloudHost _central = null!;
    private NatsConnection _other = null!;

    /// <summary>Header blocks with which a machine may try to pass for another: whole, in other letters, without an end, before what the server adds.</summary>
    public static TheoryData<string> Blocks { get; } =
    [
        $"NATS/1.0\r\n{LinkAccount.Header}: {Forged}\r\n\r\n",
        $"NATS/1.0\r\n{LinkAccount.Header.ToLowerInvariant()}: {Forged}\r\n\r\n",
        $"NATS/1.0\r\n{LinkAccount.Header}: {Forged}\r\n{LinkAccount.Header}: {Forged}\r\n\r\n",
        $"NATS/1.0\r\n{LinkAccount.Header.ToLowerInvariant()}: {Forged}\r\nX: swallowsxx",
        $"NATS/1.0\r\n{LinkAccount.Header}: {Forged}xx",
        $"NATS/1.0\r\n{LinkAccount.Header}: {{\"acc\":\"INSTANCE_{LinkedServers.Instance}_00000000\",\"x\":\"xx",
        $"NATS/1.0\r\nX: {LinkAccount.Header}\r\n{LinkAccount.Header}: {Forged}\r\n\r\n",
        $"NATS/1.0\r\n{LinkAccount.Header} : {Forged}\r\n\r\n",
        $"NATS/1.0\r\n\r\n{LinkAccount.Header}: {Forged}\r\n\r\n",
        "NATS/1.0\r\nX: swallowsxx",
        "NATS/1.0\r\nXxx",
        "NATS/1.0 503 swallowsxx",
        "NATS/1.0\r\n\r\n",
    ];

    public async Task InitializeAsync()
    {
        _linked = await LinkedServers.StartAsync();
        _central = new CentralCloudHost(_linked.OnHub.Opts.Url, await postgres.CreateDatabaseAsync(), "");
        await _central.StartAsync();
        _other = await _linked.ConnectUnrestrictedAsync(_linked.Other);
        await Eventually.IsTrueAsync(
            async () => await HelloAsync(_linked.OnLeaf, LinkedServers.Instance) is ServiceReply<CentralInstance>.Ok
                && await HelloAsync(_other, LinkedServers.OtherInstance) is ServiceReply<CentralInstance>.Ok,
            "both machines are linked and known");
    }

    public async Task DisposeAsync()
    {
        await _central.DisposeAsync();
        await _linked.DisposeAsync();
    }

    [Fact]
    public async Task A_machine_speaks_under_its_own_id_alone_and_CentralClouds_own_account_under_any()
    {
        var beat = await BeatAsync(_linked.OnLeaf, LinkedServers.Instance, backlog: 3);
        var forgedHello = await HelloAsync(_other, LinkedServers.Instance);
        var forgedBeat = await BeatAsync(_other, LinkedServers.Instance, backlog: 99);
        var beside = await HelloAsync(_linked.OnHub, "beside");

        beat.ShouldBeOfType<ServiceReply<CentralInstance>.Ok>().Value.Backlog.ShouldBe(3);
        foreach (var forged in new[] { forgedHello, forgedBeat })
        {
            var refused = forged.ShouldBeOfType<ServiceReply<CentralInstance>.Failed>();
            refused.Code.ShouldBe(ErrorCodes.Forbidden);
            refused.Message.ShouldContain($"instance {LinkedServers.OtherInstance},");
            refused.Message.ShouldContain("Knowledge:InstanceId");
        }

        beside.ShouldBeOfType<ServiceReply<CentralInstance>.Ok>();
        (await _central.ReadStatsAsync()).Refused.ShouldBe(2);
        (await ReadAsync(LinkedServers.Instance)).Backlog.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task No_header_that_a_machine_sends_makes_it_another(string block)
    {
        using var forger = await RawClient.ConnectAsync(_other.Opts.Url);
        using var limit = new CancellationTokenSource(Patience);
        var body = $"{{\"instanceId\":\"{LinkedServers.Instance}\",\"backlog\":99}}";

        var answer = await forger.AskAsync(_linked.Subjects.InstanceHeartbeat, block, body, limit.Token);

        answer.ShouldContain("Nats-Service-Error-Code: 40");
        (await ReadAsync(LinkedServers.Instance)).Backlog.ShouldBeNull();
    }

    private static Task<ServiceReply<CentralInstance>> HelloAsync(NatsConnection connection, string id) => new NatsRequester(connection, TimeProvider.System)
        .RequestAsync<InstanceHello, CentralInstance>(new Subjects().InstanceHello, new InstanceHello(id, "machine", "1.0"), Patience, CancellationToken.None);

    private static Task<ServiceReply<CentralInstance>> BeatAsync(NatsConnection connection, string id, long backlog) => new NatsRequester(connection, TimeProvider.System)
        .RequestAsync<InstanceHeartbeat, CentralInstance>(
            new Subjects().InstanceHeartbeat, new InstanceHeartbeat(id, Backlog: backlog), Patience, CancellationToken.None);

    private async Task<CentralInstance> ReadAsync(string id) =>
        (await _central.AskAsync<ListInstances, InstancePage>(_linked.Subjects.InstanceList, new ListInstances())).Instances.Single(one => one.InstanceId == id);
}
