using Singularity.Contracts.Messaging;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.PyPI;

public sealed class PyPIFaultTests : IAsyncLifetime
{
    private const string Json = "/pypi/demo/json";

    private readonly FakePyPIFile _source = FakePyPIFile.Source("demo", "1.0", null, ("README.md", new string('x', 20_000)));
    private FakePyPI _index = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _index = await FakePyPI.StartAsync();
        _index.Publish("demo", "1.0", null, _source);
        _host = PyPIHost.Create(_index.Index);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _index.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_package_is_missing_from_both_APIs()
    {
        var missing = (await _host.FindAsync("pypi:no-such")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Package);
        missing.Message.ShouldContain("no-such");
        _index.Web.Requests.Select(r => r.Path).ShouldBe(["/pypi/no-such/json", "/simple/no-such/"]);
    }

    [Fact]
    public async Task An_unknown_version_is_missing_and_others_are_offered()
    {
        var missing = (await _host.FindAsync("pypi:demo@>=7")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Version);
        missing.Available.ShouldBe(["1.0"]);
    }

    [Fact]
    public async Task A_page_at_the_JSON_address_is_told_from_metadata()
    {
        _index.Web.Fault(Json, FakeFault.Html);
        (await ProblemAsync()).ShouldSatisfyAllConditions(p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain("text/html"));
    }

    [Fact]
    public async Task A_login_page_at_the_Simple_API_is_no_empty_project()
    {
        await using var mirror = await FakePyPI.StartAsync(FakePyPIApi.SimpleHtml);
        mirror.Web.Fault("/simple/demo/", new FakeFault.Body("<html><body><form action=\"/login\"><a href=\"/help\">Help</a></form></body></html>", "text/html"));
        await using var host = PyPIHost.Create(mirror.Index);
        (await host.FindAsync("pypi:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem.Message.ShouldContain("a page without files");
    }

    [Fact]
    public async Task Broken_JSON_is_a_bad_upstream()
    {
        _index.Web.Fault(Json, FakeFault.InvalidJson);
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.BadUpstream);
    }

    [Fact]
    public async Task A_document_that_is_cut_is_asked_for_again()
    {
        _index.Web.Fault(Json, new FakeFault.CutAfter(50), times: 2);
        await _host.FoundAsync("pypi:demo");
        _index.Web.Count(Json).ShouldBe(3);
    }

    [Fact]
    public async Task A_busy_index_is_busy_and_not_without_the_package()
    {
        _index.Web.Fault(Json, new FakeFault.Status(429, "3600"));
        var problem = await ProblemAsync();
        (problem.Code, problem.RetryAfter).ShouldBe((ErrorCodes.Busy, TimeSpan.FromHours(1)));
        _index.Web.Count("/simple/demo/").ShouldBe(0);
    }

    [Fact]
    public async Task A_known_entity_tag_saves_the_document()
    {
        var etag = (await _host.FoundAsync("pypi:demo")).Record.ETag;
        (await _host.FindAsync("pypi:demo", etag)).ShouldBeOfType<UpstreamLookup.NotModified>();
    }

    [Fact]
    public async Task An_altered_archive_is_bad()
    {
        _index.Web.Fault(_source.Path, new FakeFault.Corrupt());
        (await _host.DownloadAsync("pypi:demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("sha256");
    }

    [Fact]
    public async Task A_listed_archive_that_is_gone_is_unavailable()
    {
        _index.Web.Fault(_source.Path, new FakeFault.Status(404));
        (await _host.DownloadAsync("pypi:demo")).ShouldBeOfType<UpstreamArchive.Unavailable>().Problem.Code.ShouldBe(ErrorCodes.BadUpstream);
    }

    [Fact]
    public async Task Files_without_a_checksum_are_not_read()
    {
        _index.Publish("demo", "2.0", null, FakePyPIFile.Source("demo", "2.0") with { Sha256 = "" });
        (await ProblemAsync()).Message.ShouldContain("SHA-2");
    }

    [Fact]
    public async Task Another_projects_document_is_refused()
    {
        _index.Web.Fault(Json, new FakeFault.Body("{\"info\": {\"name\": \"other\", \"version\": \"1\"}, \"releases\": {}}"));
        (await ProblemAsync()).Message.ShouldContain("other");
    }

    [Theory]
    [InlineData("Metadata-Version: 2.1\nName: other\nVersion: 3.0\n", "other")]
    [InlineData("Metadata-Version: 2.1\nName: demo\nVersion: 3.1\n", "3.1")]
    [InlineData("no headers", "(no name)")]
    public async Task An_archive_of_another_package_is_bad(string metadata, string named)
    {
        _index.Publish("demo", "3.0", null, FakePyPIFile.Wheel("demo", "3.0", metadata));
        (await _host.CollectAsync("pypi:demo@3.0")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain(named);
    }

    [Fact]
    public async Task Fields_of_any_shape_do_not_make_the_document_unreadable()
    {
        _index.Web.Fault(Json, new FakeFault.Body("""
            {"info": {"name": "demo", "version": "1.0", "summary": 7, "classifiers": "x", "project_urls": [], "requires_dist": {}, "keywords": ["a"]},
             "releases": {"1.0": [null, {"filename": 1}, {"filename": "demo-1.0.tar.gz", "url": "ftp://x/y", "digests": []}], "0.9": null}}
            """));
        var package = await _host.FoundAsync("pypi:demo");
        (package.Resolved, package.Record.Description, package.Sources.Count).ShouldBe(("1.0", null, 0));
    }

    private async Task<UpstreamProblem> ProblemAsync() => (await _host.FindAsync("pypi:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
}
