using System.Text.Json.Nodes;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Importing;

[Collection("registry")]
public sealed class ImportTests(RegistryServers servers) : IAsyncLifetime
{
    private const int Packages = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        for (var i = 0; i < Packages; i++)
        {
            _npm.Publish($"demo-{i}", "1.0.0", ("README.md", $"# demo-{i}\n\n```js\ndemo({i})\n```\n"));
        }

        _database = await servers.Postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _npm.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Collects_every_package_of_a_lockfile_and_the_second_time_downloads_nothing()
    {
        await using var host = await StartAsync();

        var started = (await ImportAsync(host, Lockfile())).Ok();
        var report = await FinishAsync(host, started.JobId);
        var requests = _npm.Requests.Count;
        var again = (await ImportAsync(host, Lockfile())).Ok();
        var second = await FinishAsync(host, again.JobId);

        (started.Found, started.New).ShouldBe((Packages, Packages));
        (report.Collected, report.Failed).ShouldBe((Packages, 0));
        report.Bytes.ShouldBeGreaterThan(0);
        (again.Found, again.New).ShouldBe((Packages, 0));
        second.Held.ShouldBe(Packages);
        _npm.Requests.Count.ShouldBe(requests);
        (await host.GetAsync("demo-3", "1.0.0")).Ok().Package.Archive!.Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task One_broken_package_is_one_error_and_the_rest_goes_on()
    {
        _npm.Fault("/demo-2/-/demo-2-1.0.0.tgz", new FakeFault.Corrupt());
        await using var host = await StartAsync();

        var started = (await ImportAsync(host, Lockfile("no-such-package"))).Ok();
        var report = await FinishAsync(host, started.JobId);

        report.Collected.ShouldBe(Packages - 1);
        report.Failures.Select(static f => (f.Purl, f.Code)).Order().ShouldBe(
            [("pkg:npm/demo-2@1.0.0", ErrorCodes.BadArchive), ("pkg:npm/no-such-package@1.0.0", ErrorCodes.NotFound)]);
        report.Failures.First(static f => f.Code == ErrorCodes.BadArchive).Error.ShouldContain("checksum");
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_goes_on_where_it_was()
    {
        for (var i = 6; i < Packages; i++)
        {
            _npm.Fault(FakeNpmRegistry.PackumentPath($"demo-{i}"), new FakeFault.Hold(_release.Task));
        }

        string job;
        await using (var host = await StartAsync())
        {
            job = (await ImportAsync(host, Lockfile())).Ok().JobId;
            await Eventually.IsTrueAsync(async () => (await ReadAsync(host, job)).Collected == 6 && _npm.Held > 0, "half is done and the rest has begun");
        }

        _release.SetResult();
        await using var next = await StartAsync();
        var report = await FinishAsync(next, job);

        (report.Collected, report.Failed).ShouldBe((Packages, 0));
        for (var i = 0; i < 6; i++)
        {
            _npm.Count($"/demo-{i}/-/demo-{i}-1.0.0.tgz").ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {", "package-lock.json")]
    [InlineData("strange.lock", "x", "strange.lock")]
    public async Task Says_what_is_wrong_with_a_lockfile(string file, string content, string expected)
    {
        await using var host = await StartAsync();

        var failed = (await host.AskAsync<ImportPackages, ImportStarted>(host.Subjects.Import, new ImportPackages(file, content))).Failed();

        failed.Code.ShouldBe(ErrorCodes.BadRequest);
        failed.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task Refuses_a_request_that_names_neither_content_nor_packages_or_a_package_that_is_none()
    {
        await using var host = await StartAsync();

        (await host.AskAsync<ImportPackages, ImportStarted>(host.Subjects.Import, new ImportPackages("a"))).Failed().Message.ShouldContain("content");
        (await host.AskAsync<ImportPackages, ImportStarted>(host.Subjects.Import, new ImportPackages("a", Packages: ["nonsense"]))).Failed().Message.ShouldContain("nonsense");
        (await host.AskAsync<GetImport, ImportReport>(host.Subjects.ImportGet, new GetImport("unknown"))).Failed().Code.ShouldBe(ErrorCodes.NotFound);
    }

    // A short lease, so that what a stopped instance had begun is free at once in the next.
    private Task<RegistryHost> StartAsync() =>
        RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _folder.Path, settings: [("Import:Lease", "00:00:01"), ("Import:Poll", "00:00:00.100")]);

    private static Task<ServiceReply<ImportStarted>> ImportAsync(RegistryHost host, string lockfile) =>
        host.AskAsync<ImportPackages, ImportStarted>(host.Subjects.Import, new ImportPackages("package-lock.json", lockfile));

    private static async Task<ImportReport> ReadAsync(RegistryHost host, string job) =>
        (await host.AskAsync<GetImport, ImportReport>(host.Subjects.ImportGet, new GetImport(job))).Ok();

    private static async Task<ImportReport> FinishAsync(RegistryHost host, string job)
    {
        await Eventually.IsTrueAsync(async () => (await ReadAsync(host, job)).State == ImportReport.Done, "the import ends");
        return await ReadAsync(host, job);
    }

    private static string Lockfile(params string[] more)
    {
        var packages = new JsonObject { [""] = new JsonObject { ["name"] = "app", ["version"] = "1.0.0" } };
        foreach (var name in Enumerable.Range(0, Packages).Select(static i => $"demo-{i}").Concat(more))
        {
            packages[$"node_modules/{name}"] = new JsonObject { ["version"] = "1.0.0" };
        }

        return new JsonObject { ["name"] = "app", ["lockfileVersion"] = 3, ["packages"] = packages }.ToJsonString();
    }
}
