using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Cargo;

public sealed class CargoCollectTests : IAsyncLifetime
{
    private FakeCargoRegistry _registry = null!;
    private UpstreamHost _host = null!;

    public async Task InitializeAsync()
    {
        _registry = await FakeCargoRegistry.StartAsync();
        _host = CargoHost.Create(_registry.Index);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task Index_and_api_together_make_the_record()
    {
        _registry.Publish(new FakeCrate("demo", "1.0.0") { Published = "2023-05-01T12:00:00Z" });
        _registry.Publish(new FakeCrate("demo", "1.1.0")
        {
            RustVersion = "1.70",
            Dependencies =
                """
                [{"name":"serde","req":"^1.0.100","features":["derive"],"optional":true,"default_features":true,"target":null,"kind":"normal"},
                 {"name":"futures","req":"^0.3, <0.4","features":[],"optional":false,"default_features":false,"target":"cfg(unix)","kind":"normal","package":"futures-util"},
                 {"name":"trybuild","req":"^1","features":[],"optional":false,"default_features":true,"target":null,"kind":"dev"},
                 {"name":"cc","req":"=1.0.1","features":[],"optional":false,"default_features":true,"target":null,"kind":"build"},
                 {"name":"libc","req":"^0.2","features":[],"optional":false,"default_features":true,"target":"cfg(unix)","kind":"normal"},
                 {"name":"libc","req":"^0.2","features":[],"optional":false,"default_features":true,"target":"cfg(windows)","kind":"normal"}]
                """,
        });

        var record = (await _host.FoundAsync("cargo:demo")).Record;

        record.Version.ShouldBe("1.1.0");
        record.Versions.Select(v => v.Version).ShouldBe(["1.1.0", "1.0.0"]);
        record.Versions[1].Published.ShouldBe(new DateTimeOffset(2023, 5, 1, 12, 0, 0, TimeSpan.Zero));
        record.Versions[0].Published.ShouldBe(new DateTimeOffset(2024, 3, 1, 10, 0, 0, TimeSpan.Zero));
        record.Dependencies.ShouldBe(
        [
            new("serde", "^1.0.100", "runtime", Optional: true),
            new("futures-util", "^0.3, <0.4", "runtime"),
            new("trybuild", "^1", "dev"),
            new("cc", "=1.0.1", "build"),
            new("libc", "^0.2", "runtime"),
        ]);
        record.Description.ShouldBe("About demo.");
        record.Keywords.ShouldBe(["async", "io", "asynchronous"]);
        record.License.ShouldBe("MIT OR Apache-2.0");
        record.Homepage.ShouldBe("https://demo.example");
        record.Repository.ShouldBe("https://github.com/demo/demo");
        record.Downloads.ShouldBe(1234567);
        record.Frameworks.ShouldBe(["rust >=1.70"]);
    }

    [Theory]
    [InlineData("a", "/index/1/a")]
    [InlineData("ab", "/index/2/ab")]
    [InlineData("abc", "/index/3/a/abc")]
    [InlineData("Inflector", "/index/in/fl/inflector")]
    public async Task Names_have_their_folder_in_the_index(string name, string path)
    {
        _registry.Publish(name, "1.0.0");
        (await _host.FoundAsync("cargo:" + name)).Record.Name.ShouldBe(name);
        _registry.Count(path).ShouldBe(1);
    }

    [Theory]
    [InlineData("demo-lib", "demo_lib")]
    [InlineData("demo_lib", "demo-lib")]
    [InlineData("one-two_three", "one_two-three")]
    public async Task The_other_spelling_finds_the_crate_under_its_own_name(string asked, string published)
    {
        _registry.Publish(published, "1.0.0");
        (await _host.FoundAsync("cargo:" + asked)).Record.Name.ShouldBe(published);
    }

    [Fact]
    public async Task A_yanked_version_is_found_only_when_it_is_named()
    {
        _registry.Publish("demo", "1.0.0");
        _registry.Publish(new FakeCrate("demo", "1.0.1") { Yanked = true, YankMessage = "Leaks memory." });
        (await _host.FoundAsync("cargo:demo@^1")).Record.Version.ShouldBe("1.0.0");

        var record = (await _host.FoundAsync("cargo:demo@1.0.1")).Record;
        record.Deprecated.ShouldBe("Leaks memory.");
        record.Versions[0].ShouldSatisfyAllConditions(v => v.Yanked.ShouldBeTrue(), v => v.Reason.ShouldBe("Leaks memory."));
    }

    [Fact]
    public async Task An_unchanged_index_answers_from_the_entity_tag()
    {
        _registry.Publish("demo", "1.0.0");
        var record = (await _host.FoundAsync("cargo:demo")).Record;
        (await _host.FindAsync("cargo:demo", record.ETag)).ShouldBeOfType<UpstreamLookup.NotModified>();
        _registry.Count(FakeCargoRegistry.ApiPath("demo")).ShouldBe(1);

        _registry.Publish("demo", "1.1.0");
        (await _host.FindAsync("cargo:demo", record.ETag)).ShouldBeOfType<UpstreamLookup.Found>().Package.Resolved.ShouldBe("1.1.0");
    }

    [Fact]
    public async Task Lines_of_a_schema_that_is_not_known_are_passed_over()
    {
        _registry.Publish("demo", "1.0.0");
        _registry.Publish(new FakeCrate("demo", "2.0.0") { Schema = 3 });
        (await _host.FoundAsync("cargo:demo")).Record.Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Archives_come_from_where_the_template_says()
    {
        _registry.Downloads = "files/{lowerprefix}/{prefix}/{crate}/{crate}-{version}.crate?sum={sha256-checksum}";
        var crate = _registry.Publish("Demo", "1.0.0");
        var package = await _host.FoundAsync("cargo:Demo");
        var source = package.Sources.ShouldHaveSingleItem();
        source.Url.PathAndQuery.ShouldBe($"/files/de/mo/De/mo/Demo/Demo-1.0.0.crate?sum={source.Checksums[0].Value}");
        crate.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_crate_is_read_to_its_api_and_examples()
    {
        _registry.Publish(
            "demo-lib",
            "1.0.0",
            ("Cargo.toml", "[package]\nname = \"demo-lib\"\nversion = \"1.0.0\"\nedition = \"2021\"\nrust-version = \"1.65\"\nlicense = \"MIT/Apache-2.0\"\ndescription = \"From the archive.\"\n"),
            ("README.md", "# demo\n\n```rust\ndemo_lib::add(1, 2);\n```\n"),
            ("src/lib.rs", "/// Adds two numbers.\n///\n/// ```\n/// assert_eq!(demo_lib::add(1, 2), 3);\n/// ```\npub fn add(a: u32, b: u32) -> u32 { a + b }\n"));

        var read = (await _host.CollectAsync("cargo:demo-lib")).ShouldBeOfType<PackageReading.Read>().Package;

        read.Package.Description.ShouldBe("From the archive.");
        read.Package.License.ShouldBe("MIT OR Apache-2.0");
        read.Package.Frameworks.ShouldBe(["rust >=1.65", "edition 2021"]);
        read.Package.Archive!.Verified.ShouldBeTrue();
        read.Snippets.Select(s => (s.Kind, s.Symbol, s.Line)).ShouldBe(
        [
            (SnippetKind.Readme, null, 4),
            (SnippetKind.Signature, "demo_lib::add", 6),
            (SnippetKind.Doctest, "demo_lib::add", 4),
        ]);
    }
}
