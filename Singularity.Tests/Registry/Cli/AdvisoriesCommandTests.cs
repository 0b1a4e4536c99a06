using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Singularity.Tests.Registry.Advisories;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli;

/// <summary>The command line as a process of its own, with no server running.</summary>
public sealed class AdvisoriesCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private FakeNpmRegistry _npm = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo\n\n```js\ndemo()\n```\n"));
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Loads_a_dump_once_shows_it_on_stored_packages_and_keeps_them_out_of_a_search()
    {
        var before = await RunAsync("advisories", "check", "npm:demo-lib@1.0.0");
        (await RunAsync("collect", "npm:demo-lib")).Exit.ShouldBe(0);
        var dump = Zip(("GHSA-1.json", OsvSamples.Json("GHSA-1")), ("GO-1.json", OsvSamples.Json("GO-1", ecosystem: "Go")));

        var loaded = await RunAsync("advisories", "load", dump, "--json");
        var again = await RunAsync("advisories", "load", dump, "--json");
        var shown = await RunAsync("show", "npm:demo-lib@1.0.0");
        var check = await RunAsync("advisories", "check", "npm:demo-lib@1.0.0", "npm:demo-lib@1.2.0");
        var status = await RunAsync("advisories", "status", "--json");
        var found = await RunAsync("search", "demo", "--no-advisories", "--json");

        before.Output.ShouldContain("No advisory source is configured");
        loaded.Exit.ShouldBe(0, loaded.Error);
        var report = JsonNode.Parse(loaded.Output)!;
        (report["documents"]!.GetValue<int>(), report["added"]!.GetValue<int>(), report["otherEcosystems"]!.GetValue<int>(), report["rewritten"]!.GetValue<int>())
            .ShouldBe((2, 1, 1, 1));
        (JsonNode.Parse(again.Output)!["unchanged"]!.GetValue<int>(), JsonNode.Parse(again.Output)!["rewritten"]!.GetValue<int>()).ShouldBe((1, 0));
        shown.Output.ShouldContain("GHSA-1  critical 9.8");
        shown.Output.ShouldContain("fixed in 1.2.0");
        check.Output.ShouldContain("1 known as of 2025-05-01 10:00 UTC.");
        check.Output.ShouldContain("None known as of 2025-05-01 10:00 UTC.");
        JsonNode.Parse(status.Output)!["sources"]!["feeds"]![0]!["advisories"]!.GetValue<int>().ShouldBe(1);
        JsonNode.Parse(found.Output)!["hits"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_document_is_one_error_in_the_report_and_the_rest_is_stored()
    {
        var loaded = await RunAsync("advisories", "load", Zip(("A.json", OsvSamples.Json("GHSA-1")), ("B.json", "{\"id\":\u001b"), ("C.json", OsvSamples.Json("GHSA-3"))), "--json");

        loaded.Exit.ShouldBe(1);
        var report = JsonNode.Parse(loaded.Output)!;
        (report["added"]!.GetValue<int>(), report["failed"]!.GetValue<int>()).ShouldBe((2, 1));
        report["errors"]![0]!["document"]!.GetValue<string>().ShouldBe("B.json");
    }

    [Fact]
    public async Task Answers_with_the_exit_code_of_each_kind_of_failure()
    {
        (await RunAsync("advisories", "load", Path.Combine(_home.Path, "missing.zip"))).Exit.ShouldBe(3);
        (await RunAsync("advisories", "load", _home.Write("no.zip", "no zip"))).Exit.ShouldBe(1);
        (await RunAsync("advisories", "load")).Exit.ShouldBe(2);
        var check = await RunAsync("advisories", "check", "gopher:x", "--json");
        check.Exit.ShouldBe(0);
        JsonNode.Parse(check.Output)!["packages"]![0]!["problem"]!.GetValue<string>().ShouldContain("gopher");
    }

    private string Zip(params (string Name, string Content)[] entries)
    {
        var path = Path.Combine(_home.Path, "all.zip");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return path;
    }

    private Task<CliResult> RunAsync(params string[] args) => CliProcess.RunAsync(_home.Path, _npm.Url, args);
}
