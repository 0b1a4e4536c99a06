using System.Text.Json.Nodes;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.NuGet;

public sealed class NuGetFaultTests : IAsyncLifetime
{
    private const string Registration = "/reg/demo/index.json";

    private readonly TemporaryFolder _folder = new();
    private FakeNuGetFeed _feed = null!;
    private FakeNuGetVersion _version = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _feed = await FakeNuGetFeed.StartAsync();
        _version = _feed.Publish("Demo", "1.0.0", ("README.md", new string('x', 20_000)));
        _host = NuGetHost.Create(_feed.Source, _folder);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _feed.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_unknown_package_is_missing()
    {
        var missing = (await _host.FindAsync("nuget:No.Such")).ShouldBeOfType<UpstreamLookup.Missing>();
        (missing.Part, missing.Message.Contains("no.such", StringComparison.Ordinal)).ShouldBe((MissingPart.Package, true));
    }

    [Fact]
    public async Task An_unknown_version_is_missing_and_others_are_offered()
    {
        _feed.Publish(new FakeNuGetVersion("Demo", "7.0.0") { Listed = false });
        var missing = (await _host.FindAsync("nuget:demo@8")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Version);
        missing.Available.ShouldBe(["1.0.0"]);
    }

    [Theory]
    [InlineData(FakeNuGetFeed.IndexPath)]
    [InlineData(Registration)]
    [InlineData("/catalog/demo.1.0.0.json")]
    public async Task A_document_that_stays_unreachable_is_no_missing_package(string path)
    {
        _feed.Web.Fault(path, new FakeFault.Status(500));
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.Unavailable);
        _feed.Web.Count(path).ShouldBe(3);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_no_missing_version()
    {
        _feed.PageSize = 1;
        _feed.Publish("Demo", "2.0.0");
        _feed.Web.Fault("/reg/demo/page/1.json", new FakeFault.Status(404));
        var problem = await ProblemAsync();
        (problem.Code, problem.Message.Contains("page 2 of 2", StringComparison.Ordinal)).ShouldBe((ErrorCodes.BadUpstream, true));
    }

    [Theory]
    [InlineData(FakeNuGetFeed.IndexPath, "text/html")]
    [InlineData(Registration, "text/html")]
    public async Task Pages_of_other_servers_are_told_from_metadata(string path, string told)
    {
        _feed.Web.Fault(path, FakeFault.Html);
        (await ProblemAsync()).ShouldSatisfyAllConditions(p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain(told));
    }

    [Fact]
    public async Task An_index_without_registrations_is_no_source()
    {
        _feed.Web.Fault(FakeNuGetFeed.IndexPath, new FakeFault.Body("""{"version":"3.0.0","resources":[{"@id":7,"@type":null},5]}"""));
        (await ProblemAsync()).Message.ShouldContain("names no registrations");
    }

    [Fact]
    public async Task A_service_index_is_asked_for_once()
    {
        await _host.FoundAsync("nuget:demo");
        await _host.FoundAsync("nuget:demo");
        _feed.Web.Count(FakeNuGetFeed.IndexPath).ShouldBe(1);
    }

    [Fact]
    public async Task Another_packages_registration_is_refused()
    {
        _feed.Web.Fault(Registration, new FakeFault.Body("""{"items":[{"items":[{"catalogEntry":{"id":"Other","version":"1.0.0"}}]}]}"""));
        (await ProblemAsync()).Message.ShouldContain("Other when asked for demo");
    }

    [Fact]
    public async Task Entries_of_any_shape_are_read_or_passed_over()
    {
        _feed.Web.Fault(Registration, new FakeFault.Body("""
            {"items":[{"items":[
              {"catalogEntry":"elsewhere"}, {"catalogEntry":{"version":"../../../etc"}}, {},
              {"catalogEntry":{"id":"DEMO","version":"1.0","listed":"yes","tags":7,"deprecation":"no","dependencyGroups":[{"dependencies":[{"id":8},{"id":"\ud800"}]},5],"published":"?"}}
            ]}]}
            """));
        _feed.Web.Fault("/catalog/demo.1.0.0.json", new FakeFault.Status(404));
        var package = await _host.FoundAsync("nuget:demo");
        (package.Resolved, package.Record.Frameworks.Count, package.Record.Dependencies.Count).ShouldBe(("1.0.0", 0, 0));
    }

    [Fact]
    public async Task What_no_hash_is_stated_of_and_nobody_signed_is_not_read()
    {
        _feed.HasCatalog = false;
        (await _host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain("The archive of nuget:demo@1.0.0 is not signed"), m => m.ShouldContain("Restore it once"));
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA512")]
    public async Task A_hash_that_is_none_is_not_used(string algorithm)
    {
        _feed.Publish(new FakeNuGetVersion("Demo", "2.0.0") { Hash = "", Fields = new JsonObject { ["packageHash"] = "c2hvcnQ=", ["packageHashAlgorithm"] = algorithm } });
        (await _host.FoundAsync("nuget:demo")).Sources.ShouldHaveSingleItem().Checksums.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_archive_that_does_not_match_is_bad()
    {
        _feed.Web.Fault(_version.PackagePath, new FakeFault.Corrupt());
        (await _host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("sha512");
    }

    [Fact]
    public async Task An_archive_cut_midway_is_fetched_again()
    {
        _feed.Web.Fault(_version.PackagePath, new FakeFault.CutAfter(60), times: 1);
        await using var archive = (await _host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        _feed.Web.Count(_version.PackagePath).ShouldBe(2);
    }

    [Fact]
    public async Task A_search_that_fails_costs_the_download_count_only()
    {
        _feed.Downloads = 5;
        _feed.Web.Fault("/query?q=packageid:demo&prerelease=true&semVerLevel=2.0.0&take=1", new FakeFault.Status(500));
        (await _host.FoundAsync("nuget:demo")).Record.Downloads.ShouldBeNull();
        _feed.Web.Heal("/query?q=packageid:demo&prerelease=true&semVerLevel=2.0.0&take=1");
        (await _host.FoundAsync("nuget:demo")).Record.Downloads.ShouldBe(5);
    }

    private async Task<UpstreamProblem> ProblemAsync() => (await _host.FindAsync("nuget:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
}
