using System.Net;
using Microsoft.AspNetCore.Builder;
using Singularity.CentralCloud;
using Singularity.Contracts.CentralCloud;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud;

public sealed class CentralCloudTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _prefix = NatsPeer.NewPrefix();
    private readonly HttpClient _http = new();
    private NatsServer? _nats;
    private PostgresServer? _postgres;
    private WebApplication? _app;
    private NatsPeer? _peer;

    private NatsPeer Peer => _peer!;

    public async Task InitializeAsync()
    {
        _nats = await NatsServer.StartNewAsync();
        _postgres = await PostgresServer.StartNewAsync();
        _peer = new NatsPeer(_nats.Url, _prefix);
        await _peer.Connection.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await Peer.DisposeAsync();
        await _postgres!.DisposeAsync();
        await _nats!.DisposeAsync();
    }

    [Fact]
    public async Task Instances_say_hello_are_listed_and_counted()
    {
        await StartAsync();
        var first = (await HelloAsync("b", "laptop")).ShouldBeOfType<ServiceReply<CentralInstance>.Ok>().Value;
        await HelloAsync("a", "desk");
        var again = (await HelloAsync("b", "laptop two")).ShouldBeOfType<ServiceReply<CentralInstance>.Ok>().Value;
        var beat = (await AskAsync<InstanceHeartbeat, CentralInstance>(Peer.Subjects.InstanceHeartbeat, new InstanceHeartbeat("b")))
            .ShouldBeOfType<ServiceReply<CentralInstance>.Ok>().Value;

        again.Name.ShouldBe("laptop two");
        again.FirstSeen.ShouldBe(first.FirstSeen);
        beat.LastSeen.ShouldBeGreaterThanOrEqualTo(again.LastSeen);
        var page = (await ListAsync(new ListInstances(null, 1))).ShouldBeOfType<ServiceReply<InstancePage>.Ok>().Value;
        page.Instances.Single().InstanceId.ShouldBe("a");
        var rest = (await ListAsync(new ListInstances(page.Next))).ShouldBeOfType<ServiceReply<InstancePage>.Ok>().Value;
        rest.Instances.Single().ShouldBe(beat with { Authority = null });
        beat.Authority.ShouldBe(first.Authority);
        beat.Authority.ShouldNotBeNullOrEmpty();
        rest.Next.ShouldBeNull();
        var stats = (await AskAsync<byte[], CentralCloudStats>(Peer.Subjects.CentralStats, [])).ShouldBeOfType<ServiceReply<CentralCloudStats>.Ok>().Value;
        stats.Instances.ShouldBe(2);
        stats.UptimeMs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_could_not_be_a_subject_or_stored_is_400_and_a_strangers_heartbeat_404()
    {
        await StartAsync();
        foreach (var id in new[] { "", "a.b", "a>", "ä", new string('x', 65) })
        {
            (await HelloAsync(id, "x")).ShouldBeOfType<ServiceReply<CentralInstance>.Failed>().Code.ShouldBe(400);
        }

        (await AskAsync<Dictionary<string, string>, CentralInstance>(Peer.Subjects.InstanceHello, [])).ShouldBeOfType<ServiceReply<CentralInstance>.Failed>().Code.ShouldBe(400);
        (await HelloAsync("fine", "null\0byte")).ShouldBeOfType<ServiceReply<CentralInstance>.Failed>().Code.ShouldBe(400);
        (await ListAsync(new ListInstances(null, 0))).ShouldBeOfType<ServiceReply<InstancePage>.Failed>().Code.ShouldBe(400);
        (await AskAsync<InstanceHeartbeat, CentralInstance>(Peer.Subjects.InstanceHeartbeat, new InstanceHeartbeat("nobody")))
            .ShouldBeOfType<ServiceReply<CentralInstance>.Failed>().Code.ShouldBe(404);
    }

    [Fact]
    public async Task PostgreSQL_and_NATS_down_are_unhealthy_and_it_recovers_by_itself()
    {
        await StartAsync();
        await HelloAsync("a", "desk");

        await _postgres!.KillAsync();
        await Eventually.IsTrueAsync(() => IsAsync(HttpStatusCode.ServiceUnavailable), "unhealthy without PostgreSQL");
        (await HelloAsync("a", "desk")).ShouldBeOfType<ServiceReply<CentralInstance>.Failed>().Code.ShouldBe(503);
        await _postgres.StartAsync();
        await Eventually.IsTrueAsync(() => IsAsync(HttpStatusCode.OK), "healthy with PostgreSQL again");

        await _nats!.KillAsync();
        await Eventually.IsTrueAsync(() => IsAsync(HttpStatusCode.ServiceUnavailable), "unhealthy without NATS");
        await _nats.StartAsync();
        await Eventually.IsTrueAsync(() => IsAsync(HttpStatusCode.OK), "healthy with NATS again");
        await Eventually.IsTrueAsync(async () => await HelloAsync("a", "desk") is ServiceReply<CentralInstance>.Ok, "answers again");
    }

    [Fact]
    public async Task Started_before_PostgreSQL_it_sets_up_the_schema_when_that_comes()
    {
        await _postgres!.KillAsync();
        await StartAsync(HttpStatusCode.ServiceUnavailable);

        await _postgres.StartAsync();

        await Eventually.IsTrueAsync(() => IsAsync(HttpStatusCode.OK), "healthy once PostgreSQL is there");
        (await HelloAsync("a", "desk")).ShouldBeOfType<ServiceReply<CentralInstance>.Ok>();
    }

    private async Task StartAsync(HttpStatusCode expected = HttpStatusCode.OK)
    {
        _app = CentralCloudApp.Create([
            "--urls=http://127.0.0.1:0",
            "--environment=Production",
            "--Logging:LogLevel:Default=None",
            $"--ConnectionStrings:nats={_nats!.Url}",
            $"--ConnectionStrings:{CentralCloudApp.Database}={_postgres!.ConnectionString}",
            $"--Singularity:SubjectPrefix={_prefix}",
        ]);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
        await Eventually.IsTrueAsync(() => IsAsync(expected), $"health is {expected}");
        await Eventually.IsTrueAsync(
            async () => await AskAsync<byte[], CentralCloudStats>(Peer.Subjects.CentralStats, []) is not ServiceReply<CentralCloudStats>.Failed
            {
                Message: var text,
            } || !text.Contains("Nobody"),
            "the micro-service is there");
    }

    private async Task<bool> IsAsync(HttpStatusCode status)
    {
        using var response = await _http.GetAsync("/health");
        return response.StatusCode == status;
    }

    private Task<ServiceReply<CentralInstance>> HelloAsync(string id, string name) =>
        AskAsync<InstanceHello, CentralInstance>(Peer.Subjects.InstanceHello, new InstanceHello(id, name, "1.0"));

    private Task<ServiceReply<InstancePage>> ListAsync(ListInstances request) => AskAsync<ListInstances, InstancePage>(Peer.Subjects.InstanceList, request);

    private Task<ServiceReply<TReply>> AskAsync<TRequest, TReply>(string subject, TRequest request) =>
        Peer.Requester.RequestAsync<TRequest, TReply>(subject, request, Patience, CancellationToken.None);
}
