using Singularity.Contracts.Messaging;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Cargo;

public sealed class CargoFaultTests : IAsyncLifetime
{
    private static readonly string Lines = FakeCargoRegistry.LinesPath("demo");
    private static readonly string Api = FakeCargoRegistry.ApiPath("demo");
    private static readonly string Archive = FakeCargoRegistry.ArchivePath("demo", "1.0.0");

    private FakeCargoRegistry _registry = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _registry = await FakeCargoRegistry.StartAsync();
        _registry.Publish("demo", "1.0.0", ("README.md", new string('x', 5000)));
        _host = CargoHost.Create(_registry.Index);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_crate_is_missing_after_both_spellings()
    {
        var missing = (await _host.FindAsync("cargo:no-such")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Package);
        missing.Message.ShouldContain("no crate no-such");
        _registry.Count("/index/no/-s/no-such").ShouldBe(1);
        _registry.Count("/index/no/_s/no_such").ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_version_is_missing_and_others_are_offered()
    {
        var missing = (await _host.FindAsync("cargo:demo@^7")).ShouldBeOfType<UpstreamLookup.Missing>();
        missing.Part.ShouldBe(MissingPart.Version);
        missing.Available.ShouldBe(["1.0.0"]);
    }

    [Theory]
    [InlineData("{\"name\":\"demo\",\"vers\":\"1.0.0\",", "line 2")]
    [InlineData("{\"name\":\"demo\",\"vers\":7}", "line 2")]
    [InlineData("{\"name\":\"demo\"}", "line 2")]
    [InlineData("<html>", "line 2")]
    [InlineData("null", "line 2")]
    public async Task A_malformed_line_is_named(string line, string expected)
    {
        var good = new FakeCrate("demo", "1.0.0").Line();
        _registry.Fault(Lines, new FakeFault.Body($"{good}\n{line}\n{good}\n", "text/plain"));
        (await ProblemAsync()).ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain(expected), p => p.Message.ShouldContain("the index of cargo:demo"));
    }

    [Fact]
    public async Task Lines_of_another_crate_are_refused()
    {
        _registry.Fault(Lines, new FakeFault.Body(new FakeCrate("other", "1.0.0").Line() + "\n", "text/plain"));
        (await ProblemAsync()).Message.ShouldContain("answered with the crate other when asked for demo");
    }

    [Fact]
    public async Task A_crate_without_a_usable_checksum_is_not_read()
    {
        _registry.Publish(new FakeCrate("demo", "1.1.0") { Checksum = "beef" });
        (await ProblemAsync()).Message.ShouldContain("lists cargo:demo@1.1.0 without a usable checksum");
    }

    [Fact]
    public async Task A_crate_whose_checksum_differs_is_refused()
    {
        _registry.Fault(Archive, new FakeFault.Corrupt());
        (await _host.DownloadAsync("cargo:demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("does not match its sha256 checksum");
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_tried_again()
    {
        _registry.Fault(Archive, new FakeFault.CutAfter(50), times: 1);
        await using var archive = (await _host.DownloadAsync("cargo:demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        archive.Size.ShouldBeGreaterThan(50);
        _registry.Count(Archive).ShouldBe(2);
    }

    [Fact]
    public async Task A_crate_of_another_name_is_refused()
    {
        _registry.Publish("liar", "1.0.0", ("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.0.0\"\n"));
        (await _host.CollectAsync("cargo:liar")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain("holds demo@1.0.0, not liar@1.0.0");
    }

    [Theory]
    [InlineData("[package\n", "not valid TOML (line 1)")]
    [InlineData("[lib]\n", "a Cargo.toml without a [package]")]
    public async Task An_unreadable_manifest_is_refused(string manifest, string expected)
    {
        _registry.Publish("broken", "1.0.0", ("Cargo.toml", manifest));
        (await _host.CollectAsync("cargo:broken")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(403)]
    public async Task Without_the_api_the_archive_tells_the_facts(int status)
    {
        _registry.Publish("plain", "1.0.0", ("Cargo.toml", "[package]\nname = \"plain\"\nversion = \"1.0.0\"\ndescription = \"Said by itself.\"\nlicense = \"MIT\"\n"));
        _registry.Fault(FakeCargoRegistry.ApiPath("plain"), new FakeFault.Status(status));
        var record = (await _host.CollectAsync("cargo:plain")).ShouldBeOfType<PackageReading.Read>().Package.Package;
        record.Description.ShouldBe("Said by itself.");
        record.License.ShouldBe("MIT");
        record.Downloads.ShouldBeNull();
    }

    [Fact]
    public async Task An_api_that_is_down_is_left_alone_for_a_while()
    {
        _registry.Fault(Api, new FakeFault.Status(500));
        await _host.FoundAsync("cargo:demo");
        var asked = _registry.Count(Api);
        await _host.FoundAsync("cargo:demo");
        _registry.Count(Api).ShouldBe(asked);
    }

    [Fact]
    public async Task Garbage_from_the_api_does_no_harm()
    {
        _registry.Fault(Api, FakeFault.Html);
        (await _host.FoundAsync("cargo:demo")).Record.Description.ShouldBeNull();
    }

    [Fact]
    public async Task The_api_is_asked_once_a_second_only()
    {
        await using var host = CargoHost.Create(_registry.Index, new FakeTimeProvider(), null, ("Upstreams:Cargo:ApiPatience", "00:00:00"));
        (await host.FoundAsync("cargo:demo")).Record.Downloads.ShouldNotBeNull();
        (await host.FoundAsync("cargo:demo")).Record.Downloads.ShouldBeNull();
        _registry.Count(Api).ShouldBe(1);
    }

    [Fact]
    public async Task An_index_that_asks_for_peace_is_left_alone()
    {
        _registry.Fault(Lines, new FakeFault.Status(429, "120"));
        var problem = await ProblemAsync();
        problem.Code.ShouldBe(ErrorCodes.Busy);
        problem.RetryAfter.ShouldBe(TimeSpan.FromSeconds(120));
        (await ProblemAsync()).Code.ShouldBe(ErrorCodes.Busy);
        _registry.Count(Lines).ShouldBe(1);
    }

    [Fact]
    public async Task A_page_instead_of_config_json_points_at_the_address()
    {
        _registry.Fault(FakeCargoRegistry.ConfigPath, FakeFault.Html);
        (await ProblemAsync()).ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe(ErrorCodes.BadUpstream), p => p.Message.ShouldContain("text/html"), p => p.Message.ShouldContain("sparse index"));
    }

    private async Task<UpstreamProblem> ProblemAsync() => (await _host.FindAsync("cargo:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
}
