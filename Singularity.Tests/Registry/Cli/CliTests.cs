using System.Text.Json.Nodes;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli;

/// <summary>The command line as a process of its own, with no server running.</summary>
public sealed class CliTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("cli-").FullName;
    private FakeNpmRegistry _npm = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo\n\n[red]Wipes\u001b[2J[/] screens.\n\n```js\ndemo()\n```\n"));
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Collects_shows_finds_lists_and_deletes_on_the_embedded_file_alone()
    {
        var collected = await RunAsync("collect", "npm:demo-lib", "--json");
        await _npm.DisposeAsync();
        var shown = await RunAsync("show", "npm:demo-lib", "--json", "--snippets");
        var found = await RunAsync("search", "demo", "--json");
        var listed = await RunAsync("list", "--json");
        var stats = await RunAsync("stats", "--json");
        var deleted = await RunAsync("delete", "npm:demo-lib");
        var gone = await RunAsync("list", "--json");

        collected.Exit.ShouldBe(0, collected.Error);
        collected.Error.ShouldContain("./singularity up");
        JsonNode.Parse(collected.Output)!["snippets"]!.GetValue<int>().ShouldBe(1);
        var answer = JsonNode.Parse(shown.Output)!;
        answer["servedBy"]!.GetValue<string>().ShouldBe("embedded");
        answer["snippets"]![0]!["code"]!.GetValue<string>().ShouldContain("demo()");
        JsonNode.Parse(found.Output)!["hits"]!.AsArray().Count.ShouldBeGreaterThan(0);
        JsonNode.Parse(listed.Output)!["packages"]![0]!["name"]!.GetValue<string>().ShouldBe("demo-lib");
        JsonNode.Parse(stats.Output)!["tiers"]![0]!["tier"]!.GetValue<string>().ShouldBe("embedded");
        deleted.Exit.ShouldBe(0, deleted.Error);
        JsonNode.Parse(gone.Output)!["packages"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_with_the_exit_code_of_each_kind_of_failure()
    {
        (await RunAsync("show", "npm:no-such-package")).Exit.ShouldBe(3);
        (await RunAsync("show", "npm:not a name")).Exit.ShouldBe(2);
        (await RunAsync("show", "gopher:x")).Exit.ShouldBe(2);
        (await RunAsync("frobnicate")).Exit.ShouldBe(2);
        await _npm.DisposeAsync();
        var down = await RunAsync("collect", "npm:demo-lib", "--json");
        down.Exit.ShouldBe(4, down.Error);
        JsonNode.Parse(down.Output)!["code"]!.GetValue<int>().ShouldBe(503);
    }

    [Fact]
    public async Task Shows_text_of_packages_without_control_characters()
    {
        (await RunAsync("collect", "npm:demo-lib")).Exit.ShouldBe(0);

        var shown = await RunAsync("show", "npm:demo-lib", "--snippets");

        shown.Exit.ShouldBe(0, shown.Error);
        shown.Output.ShouldNotContain('\u001b');
        shown.Output.ShouldContain("demo()");
    }

    private Task<CliResult> RunAsync(params string[] args) => CliProcess.RunAsync(_home, _npm.Url, args);
}
