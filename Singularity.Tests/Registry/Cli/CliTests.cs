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
    public async Task Finds_by_need_and_says_why_without_servers()
    {
        _npm.Publish("againly", "1.0.0",
            ("package.json", """{"name":"againly","version":"1.0.0","description":"Run a [red]promise[/] again with exponential backoff until it succeeds"}"""),
            ("README.md", "# againly\n\n## Usage\n\nRetries a failing request:\n\n```js\nawait againly(() => fetch(url))\n```\n"));
        (await RunAsync("collect", "npm:againly")).Exit.ShouldBe(0);
        (await RunAsync("collect", "npm:demo-lib")).Exit.ShouldBe(0);

        var explained = await RunAsync("search", "retry when an operation fails", "--explain");
        var one = await RunAsync("search", "retry", "--kind", "snippet", "--mode", "keyword", "--ecosystem", "npm", "--max-age", "36500", "--token-budget", "100", "--json");
        var none = await RunAsync("search", "retry", "--license", "MIT");
        var examples = await RunAsync("examples", "retry a request");
        var unknown = await RunAsync("search", "retry", "--mode", "fuzzy");

        explained.Exit.ShouldBe(0, explained.Error);
        explained.Output.ShouldStartWith("againly");
        explained.Output.ShouldContain("Run a [red]promise[/] again");
        explained.Output.ShouldContain("meaning █");
        explained.Output.ShouldContain("popularity x1.00");
        explained.Output.ShouldContain("hybrid search, answered by embedded, vectors of");
        var hit = JsonNode.Parse(one.Output)!["hits"]!.AsArray().ShouldHaveSingleItem()!;
        hit["snippet"]!["code"]!.GetValue<string>().ShouldContain("againly(");
        hit["why"]!["keyword"]!.GetValue<double>().ShouldBe(1);
        none.Output.ShouldContain("Nothing found");
        examples.Output.ShouldContain("await againly(");
        unknown.Exit.ShouldBe(2);
        unknown.Error.ShouldContain("'semantic'");
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
