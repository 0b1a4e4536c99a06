using System.Net;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

public sealed class NpmFaultTests : IAsyncLifetime
{
    private const string Tarball = "/demo/-/demo-1.0.0.tgz";

    private FakeNpmRegistry _npm = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo", "1.0.0", ("README.md", new string('x', 20_000)));
        _host = NpmHost.Create(_npm.Url);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_package_is_missing()
    {
        var missing = (await _host.FindAsync("no-such")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Package);
        missing.Message.ShouldContain("no-such");
    }

    [Fact]
    public async Task An_unknown_version_is_missing_and_others_are_offered()
    {
        var missing = (await _host.FindAsync("demo@7")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Version);
        missing.Available.ShouldBe(["1.0.0", "latest"]);
        missing.Message.ShouldContain("'7'");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_access_points_at_the_credentials(int status)
    {
        _npm.Fault("/demo", new FakeFault.Status(status));
        (await ProblemAsync()).ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain("credentials"));
        _npm.Count("/demo").ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_fault_that_passes_is_tried_again(int status)
    {
        _npm.Fault("/demo", new FakeFault.Status(status), times: 2);
        await _host.FoundAsync("demo");
        _npm.Count("/demo").ShouldBe(3);
        _host.Stats.Failures.ShouldBe(2);
        _host.Stats.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_fault_that_stays_is_unavailable_after_three_attempts()
    {
        _npm.Fault("/demo", new FakeFault.Status(500));
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.Unavailable);
        _npm.Count("/demo").ShouldBe(3);
    }

    [Fact]
    public async Task Pages_of_other_servers_are_told_from_metadata()
    {
        _npm.Fault("/demo", FakeFault.Html);
        (await ProblemAsync()).ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain("text/html"));
    }

    [Fact]
    public async Task Broken_JSON_is_a_bad_upstream()
    {
        _npm.Fault("/demo", FakeFault.InvalidJson);
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.BadUpstream);
    }

    [Fact]
    public async Task Cut_metadata_is_fetched_again()
    {
        _npm.Fault("/demo", new FakeFault.CutAfter(100), times: 1);
        await _host.FoundAsync("demo");
    }

    [Fact]
    public async Task A_silent_registry_times_out()
    {
        _npm.Fault("/demo", new FakeFault.Silence());
        await using var host = NpmHost.Create(_npm.Url, settings: ("Upstreams:ResponseTimeout", "00:00:00.200"));
        var problem = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, problem.Message.Contains("did not answer", StringComparison.Ordinal)).ShouldBe((ErrorCodes.UpstreamTimeout, true));
    }

    [Fact]
    public async Task A_stalling_archive_times_out()
    {
        _npm.Fault(Tarball, new FakeFault.Stall(50));
        await using var host = NpmHost.Create(_npm.Url, settings: ("Upstreams:StallTimeout", "00:00:00.200"));
        var problem = (await host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Unavailable>().Problem;
        (problem.Code, problem.Message.Contains("stopped sending", StringComparison.Ordinal)).ShouldBe((ErrorCodes.UpstreamTimeout, true));
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_cancellation()
    {
        _npm.Fault("/demo", new FakeFault.Silence());
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var spec = Singularity.Contracts.Identity.PackageSpec.Parse("demo", out _)!;
        await Should.ThrowAsync<OperationCanceledException>(() => _host.Upstream.FindAsync(spec, null, null, caller.Token));
    }

    [Theory]
    [InlineData("corrupt")]
    [InlineData("truncated")]
    public async Task An_archive_that_does_not_match_is_bad(string how)
    {
        _npm.Fault(Tarball, how == "corrupt" ? new FakeFault.Corrupt() : new FakeFault.Truncate(60));
        var bad = (await _host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Bad>();
        bad.Message.ShouldContain("sha512");
        bad.Message.ShouldContain("expected");
    }

    [Fact]
    public async Task An_archive_cut_midway_is_fetched_again()
    {
        _npm.Fault(Tarball, new FakeFault.CutAfter(60), times: 1);
        await using var archive = (await _host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        _npm.Count(Tarball).ShouldBe(2);
    }

    [Fact]
    public async Task An_archive_that_is_listed_but_not_there_is_a_bad_upstream()
    {
        _npm.Fault(Tarball, new FakeFault.Status(404));
        (await _host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Unavailable>().Problem.Code.ShouldBe(ErrorCodes.BadUpstream);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_unavailable()
    {
        await using var host = NpmHost.Create($"http://127.0.0.1:{FreePort()}/");
        var problem = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, host.Stats.Failures).ShouldBe((ErrorCodes.Unavailable, 3));
    }

    [Fact]
    public async Task Metadata_beyond_the_limit_are_refused()
    {
        _npm.Fault("/demo", new FakeFault.Body($$"""{"name":"demo","readme":"{{new string('x', 5000)}}"}"""));
        await using var host = NpmHost.Create(_npm.Url, settings: ("Upstreams:MaxMetadataBytes", "2000"));
        var problem = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, problem.Message.Contains("at most 2000", StringComparison.Ordinal)).ShouldBe((ErrorCodes.BadUpstream, true));
    }

    [Fact]
    public async Task An_archive_beyond_the_limit_is_bad()
    {
        _npm.Fault(Tarball, new FakeFault.Bytes(new byte[5000]));
        await using var host = NpmHost.Create(_npm.Url, settings: ("Upstreams:MaxArchiveBytes", "2000"));
        (await host.DownloadAsync("demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("at most 2000");
    }

    private async Task<UpstreamProblem> ProblemAsync() => (await _host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
