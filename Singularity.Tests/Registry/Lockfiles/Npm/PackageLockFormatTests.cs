using Singularity.Registry.Lockfiles;

namespace Singularity.Tests.Registry.Lockfiles.Npm;

public sealed class PackageLockFormatTests
{
    private const string Name = "package-lock.json";

    private const string Version3 =
        """
        {
          "name": "shop",
          "version": "0.3.0",
          "lockfileVersion": 3,
          "requires": true,
          "packages": {
            "": {
              "name": "shop",
              "version": "0.3.0",
              "workspaces": ["packages/*"],
              "dependencies": {
                "@acme/forms": "^2.1.0",
                "left-align": "npm:right-align@^1.0.0",
                "archive": "https://files.example/archive-4.0.0.tgz"
              }
            },
            "node_modules/@acme/forms": {
              "version": "2.1.3",
              "resolved": "https://registry.example/@acme/forms/-/forms-2.1.3.tgz",
              "integrity": "sha512-AAAA",
              "license": "MIT",
              "dependencies": { "tiny-dom": "~0.9.1" },
              "engines": { "node": ">=18" }
            },
            "node_modules/@acme/forms/node_modules/tiny-dom": {
              "version": "0.9.4",
              "resolved": "https://registry.example/tiny-dom/-/tiny-dom-0.9.4.tgz",
              "dev": true
            },
            "node_modules/tiny-dom": {
              "version": "1.2.0",
              "resolved": "https://registry.example/tiny-dom/-/tiny-dom-1.2.0.tgz"
            },
            "node_modules/deep/node_modules/tiny-dom": {
              "version": "1.2.0",
              "resolved": "https://registry.example/tiny-dom/-/tiny-dom-1.2.0.tgz"
            },
            "node_modules/left-align": {
              "name": "right-align",
              "version": "1.0.2",
              "resolved": "https://registry.example/right-align/-/right-align-1.0.2.tgz"
            },
            "node_modules/archive": {
              "version": "4.0.0",
              "resolved": "https://files.example/archive-4.0.0.tgz"
            },
            "node_modules/fork": {
              "version": "0.1.0",
              "resolved": "git+ssh://git@github.com/acme/fork.git#0123456789abcdef0123456789abcdef01234567"
            },
            "node_modules/local": { "resolved": "../local", "link": true },
            "node_modules/tarball": { "version": "1.0.0", "resolved": "file:vendor/tarball-1.0.0.tgz" },
            "node_modules/archive/node_modules/inner": { "version": "3.3.3", "inBundle": true, "license": "ISC" },
            "node_modules/@shop/ui": { "resolved": "packages/ui", "link": true },
            "packages/ui": { "name": "@shop/ui", "version": "0.1.0" }
          }
        }
        """;

    [Fact]
    public void Reads_version_3_with_every_kind_of_entry()
    {
        var reading = LockfileReadings.Read(Name, Version3);
        reading.Packages().ShouldBe(["npm:@acme/forms@2.1.3", "npm:tiny-dom@0.9.4", "npm:tiny-dom@1.2.0", "npm:right-align@1.0.2"]);
        reading.Packages.Select(p => p.Line).ShouldBe([17, 25, 30, 38]);
        reading.Skipped().ShouldBe(
        [
            "archive comes from a web address, not from a registry",
            "fork comes from git, not from a registry",
            "local is a link to a local folder",
            "tarball comes from a local file or folder, not from a registry",
            "inner is bundled inside the archive of the package that needs it",
            "@shop/ui is a link to a local folder",
            "@shop/ui is a part of this project",
        ]);
        reading.Skipped[0].Line.ShouldBe(43);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Version_2_means_its_map_wherever_it_stands(bool mapFirst)
    {
        const string Map = "\"packages\": { \"\": {}, \"node_modules/a\": { \"version\": \"1.0.0\" } }";
        const string Tree = "\"dependencies\": { \"b\": { \"version\": \"2.0.0\" } }";
        var content = $"{{ \"lockfileVersion\": 2, {(mapFirst ? Map : Tree)}, {(mapFirst ? Tree : Map)} }}";
        LockfileReadings.Read(Name, content).Packages().ShouldBe(["npm:a@1.0.0"]);
    }

    [Fact]
    public void Reads_the_tree_of_version_1_in_file_order()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            {
              "name": "shop",
              "lockfileVersion": 1,
              "dependencies": {
                "outer": {
                  "requires": { "inner": "^1.0.0" },
                  "dependencies": {
                    "inner": {
                      "version": "1.4.0",
                      "dependencies": { "core": { "version": "0.0.1", "bundled": true } }
                    }
                  },
                  "version": "3.0.0",
                  "resolved": "https://registry.example/outer/-/outer-3.0.0.tgz"
                },
                "inner": { "version": "2.0.0" },
                "alias": { "version": "npm:@true/name@5.6.7" },
                "fork": { "version": "github:acme/fork#01234567", "from": "github:acme/fork" },
                "short": { "version": "acme/short#01234567" },
                "archive": { "version": "https://files.example/archive.tgz" },
                "repository": { "version": "https://user:secret@git.example/acme/repository.git" },
                "local": { "version": "file:../local" },
                "old": { "version": "1.0.0", "from": "git+https://git.example/old.git", "resolved": "git+https://git.example/old.git#0123" }
              }
            }
            """);
        reading.Packages().ShouldBe(["npm:outer@3.0.0", "npm:inner@1.4.0", "npm:inner@2.0.0", "npm:@true/name@5.6.7"]);
        reading.Packages.Select(p => p.Line).ShouldBe([5, 8, 16, 17]);
        reading.Skipped().ShouldBe(
        [
            "core is bundled inside the archive of the package that needs it",
            "fork comes from git, not from a registry",
            "short comes from git, not from a registry",
            "archive comes from a web address, not from a registry",
            "repository comes from git, not from a registry",
            "local comes from a local file or folder, not from a registry",
            "old comes from git, not from a registry",
        ]);
    }

    [Fact]
    public void A_shrinkwrap_file_is_read_alike() =>
        LockfileReadings.Read("app/npm-shrinkwrap.json", """{ "dependencies": { "a": { "version": "1.0.0", "from": "a@^1.0.0" } } }""")
            .Packages().ShouldBe(["npm:a@1.0.0"]);

    [Fact]
    public void A_name_that_npm_could_not_hold_costs_its_entry_only()
    {
        var reading = LockfileReadings.Read(
            Name, """{ "packages": { "node_modules/.hidden": { "version": "1.0.0" }, "node_modules/b": { "version": "1.0.0" } } }""");
        reading.Packages().ShouldBe(["npm:b@1.0.0"]);
        reading.Skipped().ShouldHaveSingleItem().ShouldBe(".hidden cannot be asked for: '.hidden' is not a name that npm accepts.");
    }

    [Theory]
    [InlineData("{\n\"packages\": {\n \"node_modules/a\": {\n } } }", "package-lock.json line 3: packages[\"node_modules/a\"].version is missing; run npm install to write it anew.")]
    [InlineData("{\n\"packages\": {\n \"node_modules/a\": 1 } }", "package-lock.json line 3: packages[\"node_modules/a\"] is not an object; run npm install to write it anew.")]
    [InlineData("{\n\"packages\":\n [] }", "package-lock.json line 3: packages is not an object; run npm install to write it anew.")]
    [InlineData("{\"dependencies\": { \"b\": {\n \"dependencies\": {\r\n \"c\": { \"version\": 7 } }, \"version\": \"1.0.0\" } } }", "package-lock.json line 3: dependencies[\"c\"].version is missing; run npm install to write it anew.")]
    [InlineData("{\n  \"lockfileVersion\": 3,,", "package-lock.json line 2, column 24: is not valid JSON; run npm install to write it anew.")]
    [InlineData("{ \"packages\": {} } x", "package-lock.json line 1, column 20: is not valid JSON; run npm install to write it anew.")]
    [InlineData("{}", "package-lock.json: lockfileVersion, packages and dependencies are all missing; run npm install to write it anew.")]
    [InlineData("[]", "package-lock.json line 1: the document is not an object; run npm install to write it anew.")]
    [InlineData("", "package-lock.json line 1, column 1: is not valid JSON; run npm install to write it anew.")]
    [InlineData("{\n\"packages\": { \"node_modules/\\ud800\": {} } }", "package-lock.json line 2: a string holds half a surrogate pair; run npm install to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);

    [Fact]
    public void Endless_nesting_costs_one_error()
    {
        var content = string.Concat(Enumerable.Repeat("{\"dependencies\":{\"a\":", 100_000));
        LockfileReadings.Problem(Name, content).ShouldBe(
            $"package-lock.json line 1, column 5377: nests deeper than {LockfileLimits.MaxDepth} levels; run npm install to write it anew.");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("^1.0.0")]
    [InlineData("latest")]
    [InlineData("1.x || 2")]
    [InlineData("npm:b")]
    [InlineData("npm:b@latest")]
    public void What_is_no_version_costs_its_entry_only(string version)
    {
        var reading = LockfileReadings.Read(Name, $$"""{ "dependencies": { "a": { "version": "{{version}}" }, "c": { "version": "1.0.0" } } }""");
        reading.Packages().ShouldBe(["npm:c@1.0.0"]);
        reading.Skipped().ShouldHaveSingleItem().ShouldEndWith(" has no version that a registry could hold");
    }

    [Fact]
    public void Too_many_packages_cost_one_error()
    {
        var entries = string.Join(',', Enumerable.Range(0, LockfileLimits.MaxEntries + 1).Select(i => $"\"node_modules/p{i}\":{{\"version\":\"1.0.0\"}}"));
        LockfileReadings.Problem(Name, $"{{\"packages\":{{{entries}}}}}").ShouldBe(
            "package-lock.json line 1: has more than 200000 entries; import its projects one by one.");
    }
}
