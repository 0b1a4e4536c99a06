using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>A server of its own, which lets nobody publish under one id, and which can be killed.</summary>
public sealed class OwnServerTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    private NatsServer? _server;

    protected override string NatsUrl => _server!.Url;

    public override async Task InitializeAsync()
    {
        _server = await NatsServer.StartNewAsync(new NatsServerOptions
        {
            JetStream = true,
            ExtraConfig = "authorization { users: [ { user: \"someone\", password: \"hush\", permissions: { publish: { deny: [\"*.centralcloud.observations.former\"] } } } ] }\nno_auth_user: someone",
        });
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task What_the_authority_refuses_under_a_former_id_is_kept_and_told_and_stands_in_nobodys_way()
    {
        await Central.CreateStreamAsync();
        await StartAsync("Knowledge:InstanceId=desk");
        await StopAsync();
        await using var source = Npgsql.NpgsqlDataSource.Create(ConnectionString);
        await new ObservationStore(source, new LogLines<ObservationStore>()).AppendAsync(
            [ObservationSamples.Learn(ObservationSamples.Id(1), instance: "former")], enqueue: true, CancellationToken.None);
        await Central.AppearAsync();
        await StartAsync("Knowledge:InstanceId=desk", "Knowledge:CentralTimeout=00:00:00.500");
        await LearnAsync(ObservationSamples.Content("Another"));

        await Eventually.IsTrueAsync(async () => (await Central.ReadStreamAsync()).Count == 1, "its own is sent");
        await Eventually.IsTrueAsync(
            async () => (await StatsAsync()).GetProperty("outbox").GetProperty("formerIds").TryGetProperty("former", out _), "the refusal is told", TimeSpan.FromSeconds(90));
        (await BacklogAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_server_is_down_and_queries_go_on()
    {
        await Central.CreateStreamAsync();
        await Central.AppearAsync();
        await StartAsync("Knowledge:LongestPause=00:00:00.500");
        await AwaitPresenceAsync("present");
        await _server!.KillAsync();
        await AwaitPresenceAsync("away");
        var id = await LearnAsync(ObservationSamples.Content());
        using var found = await Client.GetAsync("/api/patterns?q=retry%20jitter&mode=central");
        var answer = await ReadAsync(found, System.Net.HttpStatusCode.OK);
        answer.GetProperty("hits")[0].GetProperty("pattern").GetProperty("id").GetString().ShouldBe(id.ToString());
        answer.GetProperty("central").GetProperty("outcome").GetString().ShouldBe("unreachable");
        (await BacklogAsync()).ShouldBe(1);

        await _server.StartAsync();

        await Eventually.IsTrueAsync(async () => await BacklogAsync() == 0, "the backlog is gone");
        await Eventually.IsTrueAsync(async () => (await Central.ReadStreamAsync()).Count == 1, "it is in the stream");
        await AwaitPresenceAsync("present");
    }
}
