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
}
