using System.Text;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Hex;

public sealed class HexFaultTests : IAsyncLifetime
{
    private static readonly string Package = FakeHexRegistry.PackagePath("acorn");
    private static readonly string Release = FakeHexRegistry.ReleasePath("acorn", "1.0.0");
    private static readonly string Archive = FakeHexRegistry.ArchivePath("acorn", "1.0.0");

    private FakeHexRegistry _hex = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _hex = await FakeHexRegistry.StartAsync();
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { Files = [("lib/acorn.ex", "defmodule Acorn do\nend\n")] });
        _host = HexHost.Create(_hex);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _hex.DisposeAsync();
    }

    [Fact]
    public async Task Refuses_an_archive_whose_outer_checksum_differs()
    {
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { OuterChecksum = new string('0', 64) });
        (await _host.DownloadAsync("hex:acorn")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("does not match its sha256 checksum");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task Refuses_a_release_without_a_usable_checksum(string checksum)
    {
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { OuterChecksum = checksum });
        (await ProblemAsync()).Message.ShouldContain("without a usable checksum");
    }

    [Fact]
    public async Task Refuses_an_archive_whose_inner_checksum_differs()
    {
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { InnerChecksum = new string('A', 64) });
        (await BadAsync()).ShouldContain("inner checksum 'AAAA");
    }

    [Theory]
    [InlineData("{<<\"name\">>,<<\"acorn\">>}.\n{<<\"version\">>,\n <0.1.2>}.", "metadata.config that cannot be read, line 3: a term is expected, not '<'")]
    [InlineData("{<<\"name\">>,<<\"other\">>}.\n{<<\"version\">>,<<\"1.0.0\">>}.", "holds other@1.0.0, not acorn@1.0.0")]
    [InlineData("{<<\"name\">>,<<\"acorn\">>}.\n{<<\"version\">>,<<\"1.0.1\">>}.", "holds acorn@1.0.1, not acorn@1.0.0")]
    [InlineData("", "holds (no name)@(no version)")]
    public async Task Refuses_metadata_that_is_not_this_releases(string metadata, string problem)
    {
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { Metadata = Encoding.UTF8.GetBytes(metadata) });
        (await BadAsync()).ShouldContain(problem);
    }

    [Fact]
    public async Task Metadata_with_terms_of_other_shapes_gives_what_it_can()
    {
        var metadata = """
            {<<"name">>,<<"acorn">>}. {<<"version">>,<<"1.0.0">>}.
            {<<"licenses">>,nil}. {<<"links">>,[{1,2},three,{<<"GitHub">>,<<"https://github.com/demo/acorn">>}]}.
            {<<"requirements">>,#{<<"oak">> => #{<<"requirement">> => nil}}}. {<<"elixir">>,undefined}. stray.
            """;
        _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { Metadata = Encoding.UTF8.GetBytes(metadata) });
        var record = (await _host.CollectAsync("hex:acorn")).ShouldBeOfType<PackageReading.Read>().Package.Package;
        (record.License, record.Repository, record.Frameworks.Count).ShouldBe((null, "https://github.com/demo/acorn", 0));
        record.Dependencies.ShouldHaveSingleItem().Requirement.ShouldBe(">= 0.0.0");
    }

    [Fact]
    public async Task An_unknown_package_is_missing()
    {
        var missing = (await _host.FindAsync("hex:no_such")).ShouldBeOfType<UpstreamLookup.Missing>();
        (missing.Part, missing.Message.Contains("no_such", StringComparison.Ordinal)).ShouldBe((MissingPart.Package, true));
    }

    [Fact]
    public async Task An_unknown_version_is_missing_and_others_are_offered()
    {
        var missing = (await _host.FindAsync("hex:acorn@~> 7.0")).ShouldBeOfType<UpstreamLookup.Missing>();
        (missing.Part, missing.Available.Single()).ShouldBe((MissingPart.Version, "1.0.0"));
    }

    [Fact]
    public async Task A_release_that_is_listed_but_absent_is_a_bad_upstream()
    {
        _hex.Fault(Release, new FakeFault.Status(404));
        (await ProblemAsync()).ShouldSatisfyAllConditions(p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain("does not have it"));
    }

    [Fact]
    public async Task Answers_about_something_else_are_refused()
    {
        _hex.Fault(Package, new FakeFault.Body("""{"name":"other","releases":[]}"""));
        (await ProblemAsync()).Message.ShouldContain("answered with the package other");
        _hex.Fault(Package, FakeFault.Html);
        (await ProblemAsync()).Message.ShouldContain("text/html");
        _hex.Fault(Package, new FakeFault.Body("""{"name":"acorn","releases":[{"version":"1.0.0"},null,{"version":7}]}"""));
        _hex.Fault(Release, new FakeFault.Body("""{"version":"9.9.9"}"""));
        (await ProblemAsync()).Message.ShouldContain("another release");
    }

    [Fact]
    public async Task Too_many_requests_are_reported_with_the_time_to_wait()
    {
        _hex.Fault(Package, new FakeFault.Status(429, "60"));
        (await ProblemAsync()).ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe(ErrorCodes.Busy), p => p.RetryAfter.ShouldBe(TimeSpan.FromSeconds(60)));
        // Left alone from now on, without asking again.
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.Busy);
        _hex.Count(Package).ShouldBe(1);
    }

    [Fact]
    public async Task Cut_connections_are_tried_again()
    {
        _hex.Fault(Package, new FakeFault.CutAfter(20), times: 1);
        _hex.Fault(Release, new FakeFault.CutAfter(20), times: 1);
        _hex.Fault(Archive, new FakeFault.CutAfter(700), times: 1);
        (await _host.CollectAsync("hex:acorn")).ShouldBeOfType<PackageReading.Read>();
        (_hex.Count(Package), _hex.Count(Release), _hex.Count(Archive)).ShouldBe((2, 2, 2));
    }

    [Fact]
    public async Task The_requests_of_a_minute_are_counted_together()
    {
        await using var host = HexHost.Create(_hex, new FakeTimeProvider(), settings: ("Upstreams:Hex:RequestsPerMinute", "3"));
        await host.FoundAsync("hex:acorn");
        var waiting = host.FindAsync("hex:acorn");
        await Eventually.IsTrueAsync(() => Task.FromResult(_hex.Count(Package) == 2), "the third request is sent");
        waiting.IsCompleted.ShouldBeFalse();
        _hex.Count(Release).ShouldBe(1);
    }

    private async Task<UpstreamProblem> ProblemAsync() => (await _host.FindAsync("hex:acorn")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;

    private async Task<string> BadAsync() => (await _host.CollectAsync("hex:acorn")).ShouldBeOfType<PackageReading.Bad>().Message;
}
