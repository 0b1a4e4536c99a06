using System.Text.Json.Nodes;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

public sealed class NpmCollectTests
{
    private const string PackageJson = """
        {
          "name": "@demo/lib", "version": "1.2.0", "description": "Adds numbers.", "keywords": ["math", "add"],
          "license": "MIT License", "homepage": "https://example.org/lib", "repository": "github:demo/lib",
          "engines": { "node": ">=18" }, "dependencies": { "left": "^1.0.0", "opt": "1" }, "optionalDependencies": { "opt": "1" },
          "peerDependencies": { "react": ">=17", "vue": "3" }, "peerDependenciesMeta": { "vue": { "optional": true } },
          "devDependencies": { "tap": "*" }
        }
        """;

    private const string Readme = """
        # Lib

        Install it:

        ```sh
        npm i @demo/lib
        ```

        ## Use

        Add two numbers.

        ```js
        import { add } from '@demo/lib';
        add(1, 2);
        ```
        """;

    [Fact]
    public async Task Collects_facts_readme_and_snippets_of_a_verified_archive()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("@demo/lib", "1.1.0");
        npm.Publish("@demo/lib", "1.2.0", ("package.json", PackageJson), ("README.md", Readme), ("index.js", "export {};"));
        await using var host = NpmHost.Create(npm.Url);

        var read = (await host.CollectAsync("npm:@demo/lib@^1")).ShouldBeOfType<PackageReading.Read>();

        var record = read.Package.Package;
        record.Purl.ShouldBe("pkg:npm/%40demo/lib@1.2.0");
        (record.Description, record.License, record.LicenseText).ShouldBe(("Adds numbers.", "MIT", "MIT License"));
        (record.Repository, record.Homepage).ShouldBe(("https://github.com/demo/lib", "https://example.org/lib"));
        record.Keywords.ShouldBe(["math", "add"]);
        record.Frameworks.ShouldBe(["node >=18"]);
        record.Versions.Select(v => v.Version).ShouldBe(["1.2.0", "1.1.0"]);
        record.DistTags["latest"].ShouldBe("1.2.0");
        record.Dependencies.ShouldBe([
            new PackageDependency("left", "^1.0.0", "runtime"),
            new PackageDependency("opt", "1", "optional", true),
            new PackageDependency("react", ">=17", "peer"),
            new PackageDependency("vue", "3", "peer", true),
            new PackageDependency("tap", "*", "dev"),
        ]);
        record.Readme.ShouldBe(Readme);
        record.ETag.ShouldNotBeNull();
        var archive = record.Archive.ShouldNotBeNull();
        (archive.Algorithm, archive.Verified, archive.FileCount).ShouldBe(("sha512", true, 3));
        read.Package.Snippets.Select(s => (s.Title, s.Language, s.Line, s.Description)).ShouldBe([
            ("Lib", "bash", 6, "Install it:"),
            ("Use", "javascript", 14, "Add two numbers."),
        ]);
        npm.Count("/@demo%2Flib").ShouldBe(1);
    }

    [Fact]
    public async Task Reads_metadata_far_larger_than_one_buffer_with_fields_of_any_shape()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            npm.Publish(new FakeNpmVersion("demo", $"1.0.{i}")
            {
                Manifest = new() { ["scripts"] = new JsonObject { ["x"] = new string('y', 2000) }, ["homepage"] = 7, ["keywords"] = false, ["engines"] = new JsonArray("node >= 4") },
            });
        }

        await using var host = NpmHost.Create(npm.Url);
        (await host.FoundAsync("demo")).Record.ShouldSatisfyAllConditions(
            r => r.Versions.Count.ShouldBe(100), r => r.Version.ShouldBe("1.0.99"), r => r.Homepage.ShouldBeNull(), r => r.Keywords.ShouldBeEmpty());
    }

    [Fact]
    public async Task Refuses_an_archive_that_holds_another_package()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("demo", "1.0.0", ("package.json", """{ "name": "other", "version": "1.0.0" }"""));
        await using var host = NpmHost.Create(npm.Url);

        (await host.CollectAsync("demo")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain("holds other@1.0.0, not demo@1.0.0");
    }

    [Fact]
    public async Task Refuses_an_archive_without_a_package_json()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish(new FakeNpmVersion("demo", "1.0.0") { Tarball = FakeTarball.Create([("README.md", "# Demo")]) });
        await using var host = NpmHost.Create(npm.Url);

        (await host.CollectAsync("demo")).ShouldBeOfType<PackageReading.Bad>().Message.ShouldContain("has no package.json");
    }

    [Fact]
    public async Task Texts_that_no_store_can_hold_are_replaced()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("demo", "1.0.0", ("package.json", """{ "name": "demo", "version": "1.0.0", "description": "a\u0000b" }"""));
        npm.Publish("demo", "0.9.0", ("package.json", """{ "name": "demo", "version": "0.9.0", "description": "a\u0000b" }"""));
        await using var host = NpmHost.Create(npm.Url);

        (await host.CollectAsync("demo@1.0.0")).ShouldBeOfType<PackageReading.Read>().Package.Package.Description.ShouldBe("a\uFFFDb");
    }
}
