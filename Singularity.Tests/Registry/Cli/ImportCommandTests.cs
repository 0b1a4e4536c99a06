using System.Text.Json.Nodes;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli;

/// <summary>import, diff and examples as a process of their own, with no server running.</summary>
public sealed class ImportCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _project = new();
    private FakeNpmRegistry _npm = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("left", "1.0.0", ("README.md", "# left\n\nPads on the left:\n\n```js\nleft('a', 3)\n```\n"), ("index.js", "exports.left = function left(text, width) {}\n"));
        _npm.Publish("left", "1.1.0", ("README.md", "# left\n"), ("index.js", "exports.left = function left(text, width, fill) {}\n"));
        _npm.Publish("right", "2.0.0", ("README.md", "# right\n"));
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        _home.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task Imports_a_folder_then_finds_everything_stored_even_without_the_registry()
    {
        _project.Write("package-lock.json", Lockfile(("left", "1.0.0"), ("right", "2.0.0")));

        var first = await RunAsync("import", _project.Path, "--json");
        await _npm.DisposeAsync();
        var second = await RunAsync("import", _project.Path, "--json");
        var text = await RunAsync("import", Path.Combine(_project.Path, "package-lock.json"));

        first.Exit.ShouldBe(0, first.Error);
        JsonNode.Parse(first.Output)!["collected"]!.GetValue<int>().ShouldBe(2);
        second.Exit.ShouldBe(0, second.Error);
        JsonNode.Parse(second.Output)!["held"]!.GetValue<int>().ShouldBe(2);
        text.Output.ShouldContain("2 packages, 2 stored already, 0 collected");
    }

    [Fact]
    public async Task A_package_that_fails_is_named_and_makes_the_command_fail()
    {
        _project.Write("package-lock.json", Lockfile(("left", "1.0.0"), ("nowhere", "1.0.0")));

        var result = await RunAsync("import", _project.Path);

        result.Exit.ShouldBe(1);
        result.Output.ShouldContain("1 collected");
        result.Output.ShouldContain("pkg:npm/nowhere@1.0.0");
    }

    [Fact]
    public async Task Says_where_a_lockfile_is_broken_and_what_a_folder_lacks()
    {
        var empty = await RunAsync("import", _home.Path);
        var file = _project.Write("package-lock.json", "{\n  \"lockfileVersion\": 3,\n  \"packages\": [\n");
        var broken = await RunAsync("import", file);
        var absent = await RunAsync("import", Path.Combine(_project.Path, "yarn.lock"));

        empty.Exit.ShouldBe(3);
        empty.Error.ShouldContain("package-lock.json");
        broken.Exit.ShouldBe(2);
        broken.Error.ShouldContain("line 3");
        absent.Exit.ShouldBe(2);
        absent.Error.ShouldContain("yarn.lock");
    }

    [Fact]
    public async Task Shows_what_changed_and_the_examples_of_a_package()
    {
        var diff = await RunAsync("diff", "npm:left", "1.0.0", "--json");
        var text = await RunAsync("diff", "npm:left", "1.0.0", "1.1.0");
        var examples = await RunAsync("examples", "npm:left@1.0.0", "pad", "--json");
        var none = await RunAsync("examples", "npm:right");
        var wrong = await RunAsync("examples", "npm:left", "--kind", "poem");

        diff.Exit.ShouldBe(0, diff.Error);
        JsonNode.Parse(diff.Output)!["api"]!["changedCount"]!.GetValue<int>().ShouldBe(1);
        text.Output.ShouldContain("fill");
        JsonNode.Parse(examples.Output)!["snippets"]![0]!["code"]!.GetValue<string>().ShouldBe("left('a', 3)");
        none.Output.ShouldContain("no such example");
        wrong.Exit.ShouldBe(2);
    }

    [Fact]
    public async Task With_watch_it_imports_again_when_a_lockfile_changes()
    {
        _project.Write("package-lock.json", Lockfile(("left", "1.0.0")));
        using var process = CliProcess.Start(_home.Path, _npm.Url, "import", _project.Path, "--watch");
        (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull().ShouldContain("1 packages, 0 stored already, 1 collected");

        while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Watching", StringComparison.Ordinal))
        {
        }

        _project.Write("package-lock.json", Lockfile(("left", "1.0.0"), ("right", "2.0.0")));

        (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull().ShouldContain("2 packages, 1 stored already, 1 collected");
        process.Kill();
    }

    private Task<CliResult> RunAsync(params string[] args) => CliProcess.RunAsync(_home.Path, _npm.Url, args);

    private static string Lockfile(params (string Name, string Version)[] packages)
    {
        var entries = new JsonObject { [""] = new JsonObject { ["name"] = "app", ["version"] = "1.0.0" } };
        foreach (var (name, version) in packages)
        {
            entries[$"node_modules/{name}"] = new JsonObject { ["version"] = version };
        }

        return new JsonObject { ["name"] = "app", ["lockfileVersion"] = 3, ["packages"] = entries }.ToJsonString();
    }
}
