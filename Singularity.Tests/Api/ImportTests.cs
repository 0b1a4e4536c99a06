using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class ImportTests(NatsServerFixture nats) : ApiTest(nats)
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Accepts_a_lockfile_and_streams_where_the_job_stands_to_its_end()
    {
        ImportPackages? asked = null;
        var reads = 0;
        await Peer.ServeAsync<ImportPackages, ImportStarted>(Subjects.Import, (request, _) =>
        {
            asked = request;
            return Task.FromResult<ServiceReply<ImportStarted>>(new ImportStarted("job1", 2, 2, []));
        });
        await Peer.ServeAsync<GetImport, ImportReport>(
            Subjects.ImportGet, (request, _) => Task.FromResult<ServiceReply<ImportReport>>(Report(request.JobId, Math.Min(Interlocked.Increment(ref reads) - 1, 2))));

        using var response = await Client.PostAsJsonAsync("/api/packages/import", new { fileName = "package-lock.json", content = "{}" });
        (await ReadAsync(response, HttpStatusCode.Accepted)).GetProperty("found").GetInt32().ShouldBe(2);
        var location = response.Headers.Location.ShouldNotBeNull().ToString();
        var states = new List<string>();
        using var stream = await Client.GetStreamAsync(location + "/events");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            states.Add(item.EventType);
        }

        asked.ShouldNotBeNull().Content.ShouldBe("{}");
        location.ShouldBe("/api/packages/import/job1");
        states.ShouldBe(["running", "running", "done"]);
        using var status = await Client.GetAsync(location);
        (await ReadAsync(status, HttpStatusCode.OK)).GetProperty("collected").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_lockfile_too_large_for_a_message_is_413_and_the_answer_names_the_way_that_is_not_bounded()
    {
        using var response = await Client.PostAsJsonAsync("/api/packages/import", new { fileName = "yarn.lock", content = new string('x', 700 * 1024) });

        (await ReadProblemAsync(response, HttpStatusCode.RequestEntityTooLarge)).ShouldContain("./singularity import");
    }

    [Fact]
    public async Task Answers_what_changed_between_two_versions()
    {
        DiffPackages? asked = null;
        await Peer.ServeAsync<DiffPackages, PackageDiff>(Subjects.Diff, (request, _) =>
        {
            asked = request;
            return Task.FromResult<ServiceReply<PackageDiff>>(new PackageDiff(
                request.Ecosystem, request.Name, "1.0.0", "2.0.0", new ApiDiff(0, 0, 0, [], [], []), new DependencyDiff([], [], []), []));
        });

        using var response = await Client.GetAsync("/api/packages/npm/@scope%2Fname/diff?from=1&to=2");
        using var missing = await Client.GetAsync("/api/packages/npm/zod/diff");

        (await ReadAsync(response, HttpStatusCode.OK)).GetProperty("to").GetString().ShouldBe("2.0.0");
        asked.ShouldBe(new DiffPackages(Ecosystem.Npm, "@scope/name", "1", "2"));
        (await ReadProblemAsync(missing, HttpStatusCode.BadRequest)).ShouldContain("from");
    }

    [Fact]
    public async Task Asks_for_the_parts_of_the_snippets_that_are_wanted()
    {
        GetPackage? asked = null;
        await ServePackageAsync(request =>
        {
            asked = request;
            return Samples.Answer(request.Name);
        });

        using var response = await Client.GetAsync("/api/packages/npm/zod/snippets?include=api,%20changelog");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        asked.ShouldNotBeNull().Include.ShouldBe(["api", "changelog"]);
    }

    private static ImportReport Report(string jobId, int done) => new(
        jobId, "package-lock.json", done == 2 ? ImportReport.Done : ImportReport.Running, 2, 0, done, 0, 100, Noon, done == 2 ? Noon : null, []);
}
