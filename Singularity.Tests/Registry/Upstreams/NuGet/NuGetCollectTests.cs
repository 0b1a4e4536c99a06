using System.Text;
using System.Text.Json.Nodes;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.NuGet;

public sealed class NuGetCollectTests : IAsyncLifetime
{
    private const string Metadata = """
        <license type="expression">MIT OR Apache-2.0</license>
        <licenseUrl>https://example.org/licence</licenseUrl>
        <readme>docs\about.md</readme>
        <projectUrl>https://example.org/clock</projectUrl>
        <tags>clock  time;calendar</tags>
        <repository type="git" url="https://github.com/demo/clock.git" commit="abc" />
        <dependencies>
          <group targetFramework=".NETFramework4.6.2"><dependency id="Demo.Base" version="1.0.0" /><dependency id="System.Memory" version="[4.5.0,5.0.0)" /></group>
          <group targetFramework="net8.0"><dependency id="Demo.Base" version="2.1.0" exclude="Build,Analyzers" /></group>
        </dependencies>
        """;

    private const string Source = """
        namespace Demo.Clock;

        /// <summary>Tells the time to a <see cref="Listener"/>.</summary>
        public sealed class Speaker
        {
            /// <summary>Says it   <paramref name="times"/> times.</summary>
            /// <example>
            /// Twice is enough:
            /// <code>
            /// var speaker = new Speaker();
            /// if (ready)
            /// {
            ///     speaker.Say(2);
            /// }
            /// </code>
            /// </example>
            public void Say(int times = 1) { }
        }

        public interface Listener;
        """;

    private readonly TemporaryFolder _folder = new();
    private FakeNuGetFeed _feed = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _feed = await FakeNuGetFeed.StartAsync();
        _host = NuGetHost.Create(_feed.Source, _folder);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _feed.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Collects_facts_readme_API_and_examples_of_a_verified_archive()
    {
        _feed.Downloads = 12_345;
        var (assembly, documentation) = CSharpCompiler.Compile(Source, "Demo.Clock");
        var (old, _) = CSharpCompiler.Compile("public class OnlyInTheOldOne;", "Demo.Clock");
        _feed.Publish("Demo.Clock", "1.9.0");
        _feed.Publish(new FakeNuGetVersion("Demo.Clock", "2.0.0")
        {
            Files =
            [
                ("Demo.Clock.nuspec", Encoding.UTF8.GetBytes(FakeNuGetFeed.Manifest("Demo.Clock", "2.0.0", Metadata))),
                ("lib/net462/Demo.Clock.dll", old),
                ("lib/net8.0/Demo.Clock.dll", assembly),
                ("lib/net8.0/Demo.Clock.xml", documentation),
                ("lib/net8.0/de/Demo.Clock.resources.dll", old),
                ("docs/about.md", "# Clock\n\n## Use\n\n```csharp\nnew Speaker().Say();\n```\n"u8.ToArray()),
            ],
        });

        var read = (await _host.CollectAsync("nuget:demo.CLOCK@[1.0,3.0)")).ShouldBeOfType<PackageReading.Read>();

        var record = read.Package.Package;
        record.Purl.ShouldBe("pkg:nuget/demo.clock@2.0.0");
        (record.Description, record.License, record.LicenseText).ShouldBe(("Shows things.", "MIT OR Apache-2.0", "MIT OR Apache-2.0"));
        (record.Repository, record.Homepage, record.Downloads).ShouldBe(("https://github.com/demo/clock", "https://example.org/clock", 12_345));
        record.Keywords.ShouldBe(["clock", "time", "calendar"]);
        record.Frameworks.ShouldBe(["net8.0", "net462"]);
        record.Versions.Select(v => v.Version).ShouldBe(["2.0.0", "1.9.0"]);
        record.Versions[0].Published.ShouldBe(new DateTimeOffset(2024, 3, 1, 10, 0, 0, TimeSpan.Zero));
        record.Dependencies.ShouldBe([new PackageDependency("Demo.Base", "[2.1.0, )", "runtime"), new PackageDependency("System.Memory", "[4.5.0, 5.0.0)", "runtime")]);
        record.Readme.ShouldStartWith("# Clock");
        record.ETag.ShouldNotBeNull();
        var archive = record.Archive.ShouldNotBeNull();
        (archive.Algorithm, archive.Verified, archive.FileCount).ShouldBe(("sha512", true, 6));
        read.Package.Snippets.Select(s => (s.Kind, s.Symbol, s.Path, s.Line, s.Code, s.Description)).ShouldBe([
            (SnippetKind.Readme, null, "docs/about.md", 6, "new Speaker().Say();", null),
            (SnippetKind.Signature, "Demo.Clock.Speaker", "lib/net8.0/Demo.Clock.dll", 1, "public sealed class Speaker", "Tells the time to a Listener."),
            (SnippetKind.Signature, "Demo.Clock.Listener", "lib/net8.0/Demo.Clock.dll", 1, "public interface Listener", null),
            (SnippetKind.Doctest, "Demo.Clock.Speaker.Say", "lib/net8.0/Demo.Clock.xml", 15, "var speaker = new Speaker();\nif (ready)\n{\n    speaker.Say(2);\n}", "Twice is enough:"),
            (SnippetKind.Signature, "Demo.Clock.Speaker.Say", "lib/net8.0/Demo.Clock.dll", 1, "public void Say(int times = 1);", "Says it times times."),
            (SnippetKind.Signature, "Demo.Clock.Speaker.Speaker", "lib/net8.0/Demo.Clock.dll", 1, "public Speaker();", null),
        ]);
        read.Package.Snippets.ShouldAllBe(s => s.Language == "csharp");
    }

    [Fact]
    public async Task Unlisted_and_deprecated_versions_are_told_with_their_reasons_and_not_offered()
    {
        _feed.Publish("Demo", "1.0.0");
        _feed.Publish(new FakeNuGetVersion("Demo", "1.1.0")
        {
            Fields = new()
            {
                ["deprecation"] = new JsonObject
                {
                    ["reasons"] = new JsonArray("Legacy", "CriticalBugs"),
                    ["message"] = "It forgets.",
                    ["alternatePackage"] = new JsonObject { ["id"] = "Demo.Better", ["range"] = "[2.0.0, )" },
                },
            },
        });
        _feed.Publish(new FakeNuGetVersion("Demo", "2.0.0") { Listed = false });

        var record = (await _host.FoundAsync("nuget:Demo")).Record;
        record.Version.ShouldBe("1.0.0");
        const string why = "Deprecated (Legacy, CriticalBugs). It forgets. Use Demo.Better [2.0.0, ) instead.";
        record.Versions.Select(v => (v.Version, v.Yanked, v.Deprecated, v.Reason)).ShouldBe(
            [("2.0.0", true, false, "Unlisted."), ("1.1.0", false, true, why), ("1.0.0", false, false, null)]);
        record.Versions[0].Published.ShouldBeNull();
        (await _host.FoundAsync("nuget:Demo@1.1.0")).Record.Deprecated.ShouldBe(why);
        (await _host.FoundAsync("nuget:Demo@2.0.0")).Record.Deprecated.ShouldBe("Unlisted.");
    }

    [Fact]
    public async Task Pages_that_are_documents_of_their_own_are_read_too()
    {
        _feed.PageSize = 2;
        for (var i = 0; i < 9; i++)
        {
            _feed.Publish("Demo", $"1.{i}.0");
        }

        var record = (await _host.FoundAsync("nuget:demo")).Record;
        (record.Version, record.Versions.Count).ShouldBe(("1.8.0", 9));
        _feed.Web.Requests.Count(r => r.Path.Contains("/page/", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task A_known_entity_tag_saves_pages_and_leaves()
    {
        _feed.Publish("Demo", "1.0.0");
        var etag = (await _host.FoundAsync("nuget:demo")).Record.ETag;
        var before = _feed.Web.Requests.Count;
        (await _host.FindAsync("nuget:demo", etag)).ShouldBeOfType<UpstreamLookup.NotModified>();
        _feed.Web.Requests.Count.ShouldBe(before + 1);
        _feed.Publish("Demo", "1.1.0");
        (await _host.FindAsync("nuget:demo", etag)).ShouldBeOfType<UpstreamLookup.Found>().Package.Resolved.ShouldBe("1.1.0");
    }

    [Fact]
    public async Task Versions_are_found_under_their_normalised_form()
    {
        _feed.Publish(new FakeNuGetVersion("Demo", "1.0.0-Beta+build.5") { Files = [("Demo.nuspec", Encoding.UTF8.GetBytes(FakeNuGetFeed.Manifest("Demo", "1.0-Beta+build.5")))] });
        var read = (await _host.CollectAsync("nuget:demo@1.0.0-beta")).ShouldBeOfType<PackageReading.Read>();
        read.Package.Package.Version.ShouldBe("1.0.0-Beta");
        _feed.Web.Count("/flat/demo/1.0.0-beta/demo.1.0.0-beta.nupkg").ShouldBe(1);
    }

    [Theory]
    [InlineData("Other", "1.0.0", "holds Other@1.0.0, not demo@1.0.0")]
    [InlineData("Demo", "1.0.1", "holds Demo@1.0.1, not demo@1.0.0")]
    public async Task Refuses_an_archive_that_holds_another_package(string id, string version, string problem)
    {
        _feed.Publish("Demo", "1.0.0", ("Demo.nuspec", FakeNuGetFeed.Manifest(id, version)));
        (await _host.CollectAsync("nuget:demo")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain(problem);
    }

    [Theory]
    [InlineData("<package><metadata><id>Demo</id>", "not valid XML (line 1)")]
    [InlineData("<!DOCTYPE package [<!ENTITY a \"b\">]><package/>", "not valid XML")]
    [InlineData("<package><metadata><version>1.0.0</version></metadata></package>", "without id and version")]
    public async Task Refuses_a_manifest_that_cannot_be_read(string manifest, string problem)
    {
        _feed.Publish("Demo", "1.0.0", ("Demo.nuspec", manifest));
        (await _host.CollectAsync("nuget:demo")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain(problem);
    }

    [Fact]
    public async Task Assemblies_that_are_none_cost_their_API_only()
    {
        _feed.Publish("Demo", "1.0.0", ("lib/net8.0/Demo.dll", "MZ but no assembly"), ("lib/net8.0/Demo.xml", "<doc><members><member name=\"T:A\"><summary>x"));
        (await _host.CollectAsync("nuget:demo")).ShouldBeOfType<PackageReading.Read>().Package.Snippets.ShouldBeEmpty();
    }
}
