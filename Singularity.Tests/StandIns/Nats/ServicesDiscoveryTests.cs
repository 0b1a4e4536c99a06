using System.Text.Json;
using System.Text.Json.Nodes;
using NATS.Client.Core;
using NATS.Client.Services;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class ServicesDiscoveryTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly ServicesScope _scope = new(server.Url);
    private INatsSvcServer _service = null!;

    public async Task InitializeAsync()
    {
        _service = await _scope.ServeAsync(new NatsSvcConfig(_scope.Name, "1.2.3-beta.1+build.5")
        {
            Description = "of a test",
            Metadata = new Dictionary<string, string> { ["region"] = "here" },
            QueueGroup = "workers",
            StatsHandler = endpoint => JsonValue.Create(endpoint.Name + " is well"),
        });
        await _service.AddEndpointAsync<string>(
            msg => msg.Data == "fail" ? throw new NatsSvcEndpointException(500, "failed") : msg.ReplyAsync("done"),
            "work",
            _scope.Name + ".work",
            metadata: new Dictionary<string, string> { ["unit"] = "piece" });
    }

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Theory]
    [InlineData("PING", "io.nats.micro.v1.ping_response")]
    [InlineData("INFO", "io.nats.micro.v1.info_response")]
    [InlineData("STATS", "io.nats.micro.v1.stats_response")]
    public async Task Tells_who_it_is_to_who_asks_for_its_name_or_id(string verb, string type)
    {
        var byName = Json(await _scope.AskAsync($"$SRV.{verb}.{_scope.Name}"));
        var id = byName.GetProperty("id").GetString();
        var byId = Json(await _scope.AskAsync($"$SRV.{verb}.{_scope.Name}.{id}"));

        foreach (var answer in (JsonElement[])[byName, byId])
        {
            answer.GetProperty("type").GetString().ShouldBe(type);
            answer.GetProperty("name").GetString().ShouldBe(_scope.Name);
            answer.GetProperty("version").GetString().ShouldBe("1.2.3-beta.1+build.5");
            answer.GetProperty("id").GetString().ShouldBe(id);
            answer.GetProperty("metadata").GetProperty("region").GetString().ShouldBe("here");
        }

        id.ShouldBe(_service.GetInfo().Id);
    }

    [Theory]
    [InlineData("PING")]
    [InlineData("INFO")]
    [InlineData("STATS")]
    public async Task Answers_questions_to_all_services(string verb)
    {
        await _scope.SettleAsync();
        var opts = new NatsSubOpts { StopOnEmptyMsg = false };
        var asked = _scope.Caller.RequestManyAsync<string, string>("$SRV." + verb, null, replyOpts: opts, cancellationToken: _scope.Patience);
        await foreach (var msg in asked)
        {
            if (Json(msg).GetProperty("name").GetString() == _scope.Name) return;
        }

        Assert.Fail("The service did not answer.");
    }

    [Fact]
    public async Task Tells_its_endpoints()
    {
        var info = Json(await _scope.AskAsync("$SRV.INFO." + _scope.Name));
        var endpoint = info.GetProperty("endpoints").EnumerateArray().ShouldHaveSingleItem();

        info.GetProperty("description").GetString().ShouldBe("of a test");
        endpoint.GetProperty("name").GetString().ShouldBe("work");
        endpoint.GetProperty("subject").GetString().ShouldBe(_scope.Name + ".work");
        endpoint.GetProperty("queue_group").GetString().ShouldBe("workers");
        endpoint.GetProperty("metadata").GetProperty("unit").GetString().ShouldBe("piece");
    }

    [Fact]
    public async Task Tells_what_its_endpoints_did()
    {
        await _scope.AskAsync(_scope.Name + ".work", "x");
        await _scope.AskAsync(_scope.Name + ".work", "fail");
        await _scope.AskAsync(_scope.Name + ".work", "x");

        var stats = Json(await _scope.AskAsync("$SRV.STATS." + _scope.Name));
        var endpoint = stats.GetProperty("endpoints").EnumerateArray().ShouldHaveSingleItem();

        DateTimeOffset.Parse(stats.GetProperty("started").GetString()!).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        endpoint.GetProperty("name").GetString().ShouldBe("work");
        endpoint.GetProperty("queue_group").GetString().ShouldBe("workers");
        endpoint.GetProperty("num_requests").GetInt64().ShouldBe(3);
        endpoint.GetProperty("num_errors").GetInt64().ShouldBe(1);
        endpoint.GetProperty("last_error").GetString().ShouldBe("500:failed");
        endpoint.GetProperty("data").GetString().ShouldBe("work is well");
        endpoint.GetProperty("processing_time").GetInt64().ShouldBeGreaterThan(0);
        endpoint.GetProperty("average_processing_time").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Is_not_found_once_stopped()
    {
        await _service.StopAsync();

        await Should.ThrowAsync<NatsNoRespondersException>(() => _scope.AskAsync("$SRV.PING." + _scope.Name));
    }

    [Theory]
    [InlineData("with space", "1.0.0")]
    [InlineData("with.dot", "1.0.0")]
    [InlineData("", "1.0.0")]
    [InlineData("name", "1.0")]
    [InlineData("name", "v1.0.0")]
    [InlineData("name", "01.0.0")]
    public void Refuses_names_and_versions_that_cannot_be(string name, string version) =>
        Should.Throw<ArgumentException>(() => new NatsSvcConfig(name, version));

    [Theory]
    [InlineData("with>")]
    [InlineData("with space")]
    public async Task Refuses_groups_that_cannot_be(string group) =>
        await Should.ThrowAsync<NatsSvcException>(async () => await _service.AddGroupAsync(group));

    private static JsonElement Json(NatsMsg<string> msg) => JsonDocument.Parse(msg.Data!).RootElement.Clone();
}
