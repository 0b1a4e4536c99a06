using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;
using Singularity.Knowledge.Authoring;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli;

/// <summary>The command line beside a running registry service.</summary>
[Collection("registry")]
public sealed class CliWithServicesTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("cli-").FullName;
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo\n\n```js\ndemo()\n```\n"));
        _database = await servers.Postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Talks_to_the_service_that_wrote_its_address_into_the_home_folder()
    {
        await using var host = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _home);

        var collected = await CliProcess.RunAsync(_home, _npm.Url, "collect", "npm:demo-lib", "--json");
        var shown = await CliProcess.RunAsync(_home, _npm.Url, "show", "npm:demo-lib", "--json");
        var missing = await CliProcess.RunAsync(_home, _npm.Url, "show", "npm:no-such-package", "--json");

        collected.Exit.ShouldBe(0, collected.Error);
        collected.Error.ShouldBeEmpty();
        JsonNode.Parse(shown.Output)!["servedBy"]!.GetValue<string>().ShouldBe("memory");
        missing.Exit.ShouldBe(3);
        JsonNode.Parse(missing.Output)!["error"]!.GetValue<string>().ShouldContain("no-such-package");
        (await host.GetAsync("demo-lib")).Ok().Resolved.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Shows_and_finds_what_was_learned_about_a_package()
    {
        await using var host = await RegistryHost.StartAsync(
            servers.Nats.Url, _database, _npm, _home, null, true, ("Patterns:PresenceAge", "00:00:00"), ("Patterns:SearchDeadline", "00:00:20"), ("Patterns:ReadDeadline", "00:00:20"));
        (await host.CollectAsync("demo-lib")).Ok();
        var content = ObservationSamples.Content("Call [demo] once") with { Packages = [new PackageReference { Purl = "pkg:npm/demo-lib", Range = "^1.0.0" }] };
        (await host.Services.GetRequiredService<LearnPattern>().RunAsync(content, CancellationToken.None)).ShouldBeOfType<LearnOutcome.Learned>();
        await host.SearchAsync(new SearchPackages("demo-lib"), static answer => answer.Hits.Any(static h => h.Patterns is not null));

        var shown = await CliProcess.RunAsync(_home, _npm.Url, "show", "npm:demo-lib");
        var shownJson = await CliProcess.RunAsync(_home, _npm.Url, "show", "npm:demo-lib", "--json");
        var found = await CliProcess.RunAsync(_home, _npm.Url, "search", "demo-lib", "--kind", "package");
        var foundJson = await CliProcess.RunAsync(_home, _npm.Url, "search", "demo-lib", "--kind", "package", "--json");

        shown.Output.ShouldContain("Call [demo] once (code, confidence 0.00, for ^1.0.0)");
        JsonNode.Parse(shownJson.Output)!["patterns"]![0]!["title"]!.GetValue<string>().ShouldBe("Call [demo] once");
        found.Output.ShouldContain("1 pattern: Call [demo] once");
        JsonNode.Parse(foundJson.Output)!["hits"]![0]!["patterns"]!["count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_was_collected_without_servers_is_stored_in_postgres_when_they_start()
    {
        (await CliProcess.RunAsync(_home, _npm.Url, "collect", "npm:demo-lib")).Exit.ShouldBe(0);

        await using var host = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _home);

        await Eventually.IsTrueAsync(
            async () => (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages("demo"))).Ok()
                is { ServedBy: ServedBy.Memory or ServedBy.Postgres, Hits.Count: > 0 },
            "the service finds the package");
        _npm.Count(FakeNpmRegistry.PackumentPath("demo-lib")).ShouldBe(1);
    }

    [Fact]
    public async Task Works_on_the_file_when_the_address_leads_nowhere()
    {
        await using (await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _home))
        {
            File.Exists(Path.Combine(_home, "run", "bus.json")).ShouldBeTrue();
        }

        var listed = await CliProcess.RunAsync(_home, _npm.Url, "list", "--json");

        listed.Exit.ShouldBe(0, listed.Error);
        listed.Error.ShouldContain("No service is running");
    }
}
