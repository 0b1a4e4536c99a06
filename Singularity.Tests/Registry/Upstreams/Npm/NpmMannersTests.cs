using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

public sealed class NpmMannersTests : IAsyncLifetime
{
    private FakeNpmRegistry _npm = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo", "1.0.0");
    }

    public async Task DisposeAsync() => await _npm.DisposeAsync();

    [Fact]
    public async Task A_known_entity_tag_saves_the_document()
    {
        await using var host = NpmHost.Create(_npm.Url);
        var etag = (await host.FoundAsync("demo")).Record.ETag;

        (await host.FindAsync("demo", etag)).ShouldBeOfType<UpstreamLookup.NotModified>();
        host.Stats.NotModified.ShouldBe(1);
        _npm.Publish("demo", "1.0.1");
        (await host.FindAsync("demo", etag)).ShouldBeOfType<UpstreamLookup.Found>().Package.Resolved.ShouldBe("1.0.1");
    }

    [Fact]
    public async Task Without_an_entity_tag_the_date_saves_the_document()
    {
        const string Date = "Wed, 21 Oct 2015 07:28:00 GMT";
        await using var web = await FakeWebServer.StartAsync(path => path == "/demo"
            ? new FakeAnswer(PackumentOf("demo"), HasETag: false) { Headers = new Dictionary<string, string> { ["Last-Modified"] = Date } }
            : null);
        await using var host = NpmHost.Create(web.Url);
        var validator = (await host.FoundAsync("demo")).Record.ETag;
        validator.ShouldBe(Date);

        web.Fault("/demo", new FakeFault.Status(304), times: 1);
        (await host.FindAsync("demo", validator)).ShouldBeOfType<UpstreamLookup.NotModified>();
        web.Requests[1].Headers["If-Modified-Since"].ShouldBe(Date);
        web.Requests[1].Headers.ContainsKey("If-None-Match").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_either_there_is_nothing_to_ask_by()
    {
        await using var web = await FakeWebServer.StartAsync(_ => new FakeAnswer(PackumentOf("demo"), HasETag: false));
        await using var host = NpmHost.Create(web.Url);
        (await host.FoundAsync("demo")).Record.ETag.ShouldBeNull();
        web.Requests[0].Headers.ContainsKey("If-Modified-Since").ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("W/\"abc\"")]
    public async Task An_entity_tag_goes_back_as_it_came(string tag)
    {
        await using var host = NpmHost.Create(_npm.Url);
        await host.FindAsync("demo", tag);
        _npm.Requests[0].Headers["If-None-Match"].ShouldBe(tag);
    }

    [Fact]
    public async Task Says_who_it_is_and_whom_to_write_to()
    {
        await using var host = NpmHost.Create(_npm.Url, settings: ("Upstreams:Contact", "mailto:me@example.org"));
        await host.FoundAsync("demo");
        _npm.Requests[0].Headers["User-Agent"].ShouldMatch(@"^Singularity/\d+\.\d+\.\d+ \(\+mailto:me@example\.org\)$");
    }

    [Fact]
    public async Task A_short_Retry_After_is_waited_for()
    {
        var clock = new FakeTimeProvider();
        _npm.Fault("/demo", new FakeFault.Status(429, "7"), times: 1);
        await using var host = NpmHost.Create(_npm.Url, clock);

        var lookup = host.FindAsync("demo");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(7), patience.Token);
        lookup.IsCompleted.ShouldBeFalse();
        _npm.Count("/demo").ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(7));
        (await lookup).ShouldBeOfType<UpstreamLookup.Found>();
    }

    [Fact]
    public async Task A_long_Retry_After_is_reported_and_obeyed_until_it_has_passed()
    {
        var clock = new FakeTimeProvider();
        _npm.Fault("/demo", new FakeFault.Status(429, clock.GetUtcNow().AddMinutes(5).ToString("R")), times: 1);
        await using var host = NpmHost.Create(_npm.Url, clock);

        var problem = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, problem.RetryAfter).ShouldBe((ErrorCodes.Busy, TimeSpan.FromMinutes(5)));
        clock.Advance(TimeSpan.FromMinutes(4));
        var again = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (again.Code, again.RetryAfter).ShouldBe((ErrorCodes.Busy, TimeSpan.FromMinutes(1)));
        _npm.Count("/demo").ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Found>();
    }

    [Fact]
    public async Task Redirects_are_followed_without_credentials_to_another_origin()
    {
        await using var elsewhere = await FakeNpmRegistry.StartAsync();
        elsewhere.Publish("demo", "1.0.0");
        _npm.Token = "secret";
        _npm.Fault("/demo/-/demo-1.0.0.tgz", new FakeFault.Redirect($"{elsewhere.Url}demo/-/demo-1.0.0.tgz"));
        var authority = new Uri(_npm.Url).Authority;
        using var folder = new TemporaryFolder();
        folder.Write(".npmrc", $"//{authority}/:_authToken=secret");
        await using var host = NpmHost.Create(_npm.Url, environment: new(new Dictionary<string, string>(), folder.Path, null));

        await using var archive = (await host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        _npm.Requests.ShouldAllBe(r => r.Headers["Authorization"] == "Bearer secret");
        elsewhere.Requests.ShouldHaveSingleItem().Headers.ContainsKey("Authorization").ShouldBeFalse();
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        _npm.Fault("/demo", new FakeFault.Redirect("/demo"));
        await using var host = NpmHost.Create(_npm.Url);
        (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem.Message.ShouldContain("redirects");
        _npm.Count("/demo").ShouldBe(6);
    }

    [Fact]
    public async Task At_most_four_archives_are_downloaded_at_once()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 6; i++)
        {
            _npm.Publish($"demo{i}", "1.0.0");
            _npm.Fault($"/demo{i}/-/demo{i}-1.0.0.tgz", new FakeFault.Hold(release.Task));
        }

        await using var host = NpmHost.Create(_npm.Url);
        var packages = new List<UpstreamPackage>();
        for (var i = 0; i < 6; i++)
        {
            packages.Add(await host.FoundAsync($"demo{i}"));
        }

        var downloads = packages.Select(p => host.DownloadAsync(p)).ToArray();
        await Eventually.IsTrueAsync(() => Task.FromResult(_npm.Held >= 4), "four downloads are under way");
        release.SetResult();
        await Task.WhenAll(downloads);

        _npm.PeakHeld.ShouldBe(4);
        _npm.Requests.Count(r => r.Path.EndsWith(".tgz", StringComparison.Ordinal)).ShouldBe(6);
    }

    private static byte[] PackumentOf(string name)
    {
        var packument = new FakePackument(name);
        var version = new FakeNpmVersion(name, "1.0.0");
        packument.Add(version, version.ToManifest("http://127.0.0.1/", version.Bytes()));
        packument.Tag("latest", "1.0.0");
        return packument.ToBytes();
    }
}
