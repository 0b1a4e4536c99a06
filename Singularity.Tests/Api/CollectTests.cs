using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class CollectTests(NatsServerFixture nats) : ApiTest(nats)
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Answers_the_report()
    {
        await ServeAsync();
        _go.SetResult();

        using var response = await Client.PostAsJsonAsync("/api/packages/collect", new { ecosystem = "npm", name = "express", force = true });

        var report = await ReadAsync(response, HttpStatusCode.OK);
        report.GetProperty("package").GetProperty("name").GetString().ShouldBe("express");
        report.GetProperty("snippets").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_services_error_is_the_status()
    {
        await Peer.ServeAsync<CollectPackage, CollectReport>(
            Subjects.Collect, (_, _) => Task.FromResult<ServiceReply<CollectReport>>(new ServiceReply<CollectReport>.Failed(422, "The archive's hash is wrong.")));

        using var response = await Client.PostAsJsonAsync("/api/packages/collect", new { ecosystem = "npm", name = "express" });

        (await ReadProblemAsync(response, HttpStatusCode.UnprocessableEntity)).ShouldContain("hash");
    }

    [Fact]
    public async Task When_asked_to_answers_at_once_and_streams_progress_to_the_end()
    {
        await ServeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/packages/collect")
        {
            Content = JsonContent.Create(new { ecosystem = "npm", name = "express" }),
            Headers = { { "Prefer", "respond-async" } },
        };

        using var response = await Client.SendAsync(request);

        var location = response.Headers.Location.ShouldNotBeNull();
        var status = await ReadAsync(response, HttpStatusCode.Accepted);
        status.GetProperty("state").GetString().ShouldBe("running");
        location.ToString().ShouldEndWith(status.GetProperty("jobId").GetString()!);

        using var stream = await Client.GetStreamAsync(location + "/events");
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            events.Add(item);
            _go.TrySetResult();
        }

        events[0].EventType.ShouldBe("running");
        events[^1].EventType.ShouldBe("done");
        events[^1].Data.ShouldContain("\"snippets\":3");
        using var after = await Client.GetAsync(location);
        (await ReadAsync(after, HttpStatusCode.OK)).GetProperty("progress").GetProperty("stage").GetString().ShouldBe("store");
    }

    [Fact]
    public async Task An_unknown_job_is_404()
    {
        using var status = await Client.GetAsync("/api/packages/collect/none");
        using var events = await Client.GetAsync("/api/packages/collect/none/events");

        await ReadProblemAsync(status, HttpStatusCode.NotFound);
        await ReadProblemAsync(events, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":7}")]
    [InlineData("{\"ecosystem\":\"cobol\",\"name\":\"x\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"\"}")]
    [InlineData("")]
    public async Task A_malformed_body_is_400(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync("/api/packages/collect", content);

        (await ReadProblemAsync(response, HttpStatusCode.BadRequest)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_body_over_1_MiB_is_413()
    {
        using var content = new StringContent("{\"name\":\"" + new string('x', 2 * 1024 * 1024) + "\"}", Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync("/api/packages/collect", content);

        await ReadProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    private Task ServeAsync() => Peer.ServeAsync<CollectPackage, CollectReport>(Subjects.Collect, async (request, cancellationToken) =>
    {
        await _go.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);

        // The API subscribes and asks on one connection, in whatever order; its last progress is the one that counts.
        var progress = new CollectProgress(request.JobId!, "pkg:npm/express", "store", 1, 1);
        await Peer.Connection.PublishAsync(Subjects.Progress(request.JobId!), progress, null, null, null, null, cancellationToken);
        await Peer.Connection.PingAsync(cancellationToken);
        return new CollectReport(request.JobId!, Samples.Package(request.Name), 3, 0, 10, 5);
    });
}
