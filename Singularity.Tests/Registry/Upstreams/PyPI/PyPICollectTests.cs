using System.Text.Json.Nodes;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.PyPI;

public sealed class PyPICollectTests
{
    private const string Metadata = """
        Metadata-Version: 2.1
        Name: Demo.Lib
        Version: 1.2.0
        Summary: Adds numbers.
        Home-page: https://example.org/lib
        License: MIT
        Keywords: math,add numbers
        Project-URL: Source Code, https://github.com/demo/lib
        Classifier: Programming Language :: Python :: 3
        Classifier: License :: OSI Approved :: MIT License
        Requires-Python: >=3.8
        Requires-Dist: left (>=1.0)
        Requires-Dist: Opt_Pack[fast]>=2,<3; extra == "all"
        Requires-Dist: winlib ; sys_platform == "win32"
        Provides-Extra: all

        # Lib

        From the metadata.
        """;

    private const string Code = """
        def add(a: int, b: int = 0) -> int:
            '''Adds two numbers.

            >>> add(1, 2)
            3
            '''
            return a + b
        """;

    private const string Readme = """
        # Lib

        Add two numbers.

        ```python
        from demo_lib import add
        add(1, 2)
        ```
        """;

    private static readonly FakePyPIFile Wheel = FakePyPIFile.Wheel("demo-lib", "1.2.0", Metadata, files: ("demo_lib/__init__.py", Code));

    private static readonly FakePyPIFile Source = FakePyPIFile.Source(
        "demo-lib", "1.2.0", Metadata, ("README.md", Readme), ("src/demo_lib/__init__.py", Code), ("tests/test_add.py", "def test_add(): pass"));

    [Fact]
    public async Task Collects_facts_from_the_wheel_and_the_README_from_the_sources()
    {
        await using var index = await FakePyPI.StartAsync();
        index.Publish("demo-lib", "1.1.0", null, FakePyPIFile.Source("demo-lib", "1.1.0"));
        index.Publish("demo-lib", "1.2.0", new JsonObject { ["summary"] = "Adds numbers." }, Source, Wheel);
        await using var host = PyPIHost.Create(index.Index);

        var read = (await host.CollectAsync("pypi:Demo_Lib@~=1.1")).ShouldBeOfType<PackageReading.Read>();

        var record = read.Package.Package;
        record.Purl.ShouldBe("pkg:pypi/demo-lib@1.2.0");
        (record.Description, record.License, record.LicenseText).ShouldBe(("Adds numbers.", "MIT", "MIT"));
        (record.Repository, record.Homepage).ShouldBe(("https://github.com/demo/lib", "https://example.org/lib"));
        record.Keywords.ShouldBe(["math", "add numbers"]);
        record.Frameworks.ShouldBe(["python >=3.8"]);
        record.Versions.Select(v => v.Version).ShouldBe(["1.2.0", "1.1.0"]);
        record.Versions[0].Published.ShouldBe(DateTimeOffset.Parse("2024-05-01T12:00:00.123456Z"));
        record.Dependencies.ShouldBe([
            new PackageDependency("left", ">=1.0", "runtime"),
            new PackageDependency("opt-pack", ">=2,<3; extra == \"all\"", "optional", true),
            new PackageDependency("winlib", "; sys_platform == \"win32\"", "runtime"),
        ]);
        record.Readme.ShouldBe(Readme);
        record.ETag.ShouldNotBeNull();
        var archive = record.Archive.ShouldNotBeNull();
        (archive.Algorithm, archive.Checksum, archive.Verified).ShouldBe(("sha256", Wheel.StatedSha256, true));
        read.Package.Snippets.Select(s => (s.Kind, s.Symbol, s.Code, s.Path, s.Line)).ShouldBe([
            (SnippetKind.Readme, null, "from demo_lib import add\nadd(1, 2)", "README.md", 6),
            (SnippetKind.Signature, "demo_lib.add", "def add(a: int, b: int = 0) -> int", "demo_lib/__init__.py", 1),
            (SnippetKind.Doctest, "demo_lib.add", "add(1, 2)\n# 3", "demo_lib/__init__.py", 4),
        ]);
    }

    [Theory]
    [InlineData(FakePyPIApi.SimpleJson)]
    [InlineData(FakePyPIApi.SimpleHtml)]
    internal async Task A_mirror_without_the_JSON_API_leaves_the_facts_to_the_archive(FakePyPIApi api)
    {
        await using var index = await FakePyPI.StartAsync(api);
        index.Publish("demo-lib", "1.1.0", null, FakePyPIFile.Source("demo-lib", "1.1.0") with { Yanked = true, YankedReason = "broken" });
        index.Publish("demo-lib", "1.2.0", null, Source, Wheel);
        await using var host = PyPIHost.Create(index.Index);

        var record = (await host.CollectAsync("pypi:demo-lib")).ShouldBeOfType<PackageReading.Read>().Package.Package;

        (record.Version, record.Description, record.License, record.Readme).ShouldBe(("1.2.0", "Adds numbers.", "MIT", Readme));
        record.Versions.Select(v => (v.Version, v.Yanked, v.Reason)).ShouldBe([("1.2.0", false, null), ("1.1.0", true, "broken")]);
        index.Web.Requests.Select(r => r.Path).ShouldBe(["/pypi/demo-lib/json", "/simple/demo-lib/", Wheel.Path, Source.Path]);
        index.Web.Requests[1].Headers["Accept"].ShouldContain("application/vnd.pypi.simple.v1+json");
    }

    [Fact]
    public async Task An_older_version_is_described_by_its_own_document()
    {
        await using var index = await FakePyPI.StartAsync();
        index.Publish("demo", "1.0", new JsonObject { ["requires_dist"] = new JsonArray("old>=1") }, FakePyPIFile.Source("demo", "1.0"));
        index.Publish("demo", "2.0", new JsonObject { ["requires_dist"] = new JsonArray("new>=1") }, FakePyPIFile.Source("demo", "2.0"));
        await using var host = PyPIHost.Create(index.Index);
        (await host.FoundAsync("pypi:demo@1.0.0")).Record.Dependencies.ShouldHaveSingleItem().Name.ShouldBe("old");
        (await host.FoundAsync("pypi:demo")).Record.Dependencies.ShouldHaveSingleItem().Name.ShouldBe("new");
        index.Web.Requests.Select(r => r.Path).ShouldBe(["/pypi/demo/json", "/pypi/demo/1.0/json", "/pypi/demo/json"]);
    }

    [Fact]
    public async Task The_most_general_wheel_is_read_and_a_large_one_left_for_the_sources()
    {
        await using var index = await FakePyPI.StartAsync();
        FakePyPIFile[] wheels = [.. new[] { "cp312-cp312-win_amd64", "cp39-cp39-manylinux_2_17_x86_64", "cp312-cp312-manylinux_2_17_x86_64" }
            .Select(tags => FakePyPIFile.Wheel("demo", "1.0", tags: tags))];
        var any = FakePyPIFile.Wheel("demo", "2.0");
        index.Publish("demo", "1.0", null, wheels);
        index.Publish("demo", "2.0", null, [.. wheels.Select(w => w with { FileName = w.FileName.Replace("1.0", "2.0") }), any]);
        index.Publish("demo", "3.0", null, FakePyPIFile.Wheel("demo", "3.0") with { Size = 50_000_000 }, FakePyPIFile.Source("demo", "3.0"));
        await using var host = PyPIHost.Create(index.Index);

        (await SourcesAsync("1.0")).ShouldBe([(wheels[2].FileName, ArchiveLayout.Zip, ArchiveUse.All)]);
        (await SourcesAsync("2.0")).ShouldBe([(any.FileName, ArchiveLayout.Zip, ArchiveUse.All)]);
        (await SourcesAsync("3.0")).ShouldBe([("demo-3.0.tar.gz", ArchiveLayout.TarGzInFolder, ArchiveUse.All)]);

        async Task<(string, ArchiveLayout, ArchiveUse)[]> SourcesAsync(string version) =>
            [.. (await host.FoundAsync($"pypi:demo@{version}")).Sources.Select(s => (s.Url.Segments[^1], s.Layout, s.Use))];
    }

    [Fact]
    public async Task Yanked_versions_say_why_and_are_taken_only_when_asked_for()
    {
        await using var index = await FakePyPI.StartAsync();
        index.Publish("demo", "1.0", null, FakePyPIFile.Source("demo", "1.0"));
        index.Publish("demo", "1.1", null, FakePyPIFile.Source("demo", "1.1") with { Yanked = true, YankedReason = "Loses data." });
        index.Publish("demo", "1.2", null);
        await using var host = PyPIHost.Create(index.Index);
        var package = await host.FoundAsync("pypi:demo");
        package.Resolved.ShouldBe("1.0");
        package.Record.Versions.Select(v => (v.Version, v.Yanked, v.Reason)).ShouldBe(
            [("1.2", true, "No file of this version is published."), ("1.1", true, "Loses data."), ("1.0", false, null)]);
        (await host.FoundAsync("pypi:demo@1.1")).Resolved.ShouldBe("1.1");
    }

    [Fact]
    public async Task A_version_without_files_is_found_without_an_archive()
    {
        await using var index = await FakePyPI.StartAsync();
        index.Publish("demo", "1.0", new JsonObject { ["summary"] = "Nothing left.", ["description"] = "Was here." });
        await using var host = PyPIHost.Create(index.Index);
        var read = (await host.CollectAsync("pypi:demo@1.0")).ShouldBeOfType<PackageReading.Read>();
        (read.Package.Package.Description, read.Package.Package.Readme, read.Package.Package.Archive).ShouldBe(("Nothing left.", "Was here.", null));
    }
}
