using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Messaging;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry;

[Collection("registry")]
public sealed class ReadPathTests(RegistryServers servers) : IAsyncLifetime
{
    private const string Readme = "# demo-lib\n\nRetries with backoff.\n\n## Usage\n\nCall it:\n\n```js\nretry(fetchData, { times: 3 })\n```\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", Readme));
        _npm.Publish("demo-lib", "1.2.0", ("README.md", Readme));
        _database = await servers.Postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Serves_the_first_read_from_upstream_and_the_next_from_memory()
    {
        await using var host = await StartAsync();

        var first = (await host.GetAsync("demo-lib")).Ok();
        var second = (await host.GetAsync("demo-lib", snippets: true)).Ok();

        first.ServedBy.ShouldBe(ServedBy.Upstream);
        first.Resolved.ShouldBe("1.2.0");
        first.Package.Archive!.Verified.ShouldBeTrue();
        second.ServedBy.ShouldBe(ServedBy.Memory);
        second.Package.Readme.ShouldBe(Readme);
        second.Snippets!.ShouldHaveSingleItem().Code.ShouldContain("retry(fetchData");
        _npm.Count(FakeNpmRegistry.PackumentPath("demo-lib")).ShouldBe(1);
    }

    [Fact]
    public async Task A_memory_hit_allocates_nothing()
    {
        const int Requests = 1000;
        await using var host = await StartAsync();
        await host.GetAsync("demo-lib");
        var endpoint = host.Services.GetServices<PackageEndpoint>().OfType<GetEndpoint>().Single();
        var request = """{"ecosystem":"npm","name":"demo-lib"}"""u8.ToArray();
        (await HitAsync(endpoint, request)).ShouldContain("\"servedBy\":\"memory\"");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            // Completes at once, so that all of it runs on this thread.
            ((ServiceReply<PooledReply>.Ok)await endpoint.AnswerAsync(request, CancellationToken.None)).Value.Dispose();
        }

        // Reply and bytes are rented. Less than the smallest object, since the runtime allocates something now and then.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Requests).ShouldBeLessThan(16);
    }

    [Fact]
    public async Task A_look_up_is_counted_once_in_every_tier_that_was_asked()
    {
        await using var host = await StartAsync();

        await host.GetAsync("demo-lib");
        await host.GetAsync("demo-lib");
        await host.GetAsync("demo-lib");

        var stats = await host.Services.GetRequiredService<PackageTiers>().ReadStatsAsync(CancellationToken.None);

        // The file is asked only once it has been compared with PostgreSQL, which may be before or after.
        stats.Where(static tier => tier.Tier != "embedded").Select(static tier => (tier.Tier, tier.Hits, tier.Misses)).ShouldBe(
            [("memory", 2L, 1L), ("kv", 0L, 1L), ("postgres", 0L, 1L)]);
    }

    [Fact]
    public async Task Serves_another_instance_from_kv_and_a_restart_from_the_file_and_a_new_machine_from_postgres()
    {
        await using (var host = await StartAsync("shared"))
        {
            (await host.CollectAsync("demo-lib")).Ok().Snippets.ShouldBe(1);
        }

        var other = Directory.CreateTempSubdirectory("registry-").FullName;
        await using (var host = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, other, "shared"))
        {
            (await host.GetAsync("demo-lib")).Ok().ServedBy.ShouldBe(ServedBy.Kv);
        }

        await using (var host = await StartAsync())
        {
            await Eventually.IsTrueAsync(
                () => Task.FromResult(host.Services.GetRequiredService<CopyTrust>().IsTrusted), "the file was compared with PostgreSQL");
            (await host.GetAsync("demo-lib")).Ok().ServedBy.ShouldBe(ServedBy.Embedded);
        }

        var machine = Directory.CreateTempSubdirectory("registry-").FullName;
        await using (var host = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, machine))
        {
            (await host.GetAsync("demo-lib")).Ok().ServedBy.ShouldBe(ServedBy.Postgres);
            (await host.GetAsync("demo-lib")).Ok().ServedBy.ShouldBe(ServedBy.Memory);
        }

        _npm.Count(FakeNpmRegistry.PackumentPath("demo-lib")).ShouldBe(1);
        Directory.Delete(other, recursive: true);
        Directory.Delete(machine, recursive: true);
    }

    [Fact]
    public async Task Resolves_ranges_against_the_versions_it_holds_and_says_what_was_asked()
    {
        await using var host = await StartAsync();
        (await host.CollectAsync("demo-lib")).Ok();

        var range = (await host.GetAsync("demo-lib", "^1.1.0")).Ok();
        var old = (await host.GetAsync("demo-lib", "1.0")).Ok();

        range.Requested.ShouldBe("^1.1.0");
        range.Resolved.ShouldBe("1.2.0");
        range.ServedBy.ShouldBe(ServedBy.Memory);
        old.Resolved.ShouldBe("1.0.0");
        old.ServedBy.ShouldBe(ServedBy.Upstream);
        (await host.GetAsync("demo-lib", "1.0.0")).Ok().ServedBy.ShouldBe(ServedBy.Memory);
        (await host.GetAsync("demo-lib")).Ok().Resolved.ShouldBe("1.2.0");
    }

    [Fact]
    public async Task Answers_404_for_an_unknown_package_and_asks_the_registry_once()
    {
        await using var host = await StartAsync();

        var first = (await host.GetAsync("no-such-thing")).Failed();
        var second = (await host.GetAsync("no-such-thing")).Failed();

        first.Code.ShouldBe(ErrorCodes.NotFound);
        first.Message.ShouldContain("no-such-thing");
        second.Code.ShouldBe(ErrorCodes.NotFound);
        _npm.Count(FakeNpmRegistry.PackumentPath("no-such-thing")).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../etc/passwd")]
    [InlineData("a b")]
    [InlineData("Ünïcode")]
    public async Task Answers_400_for_a_malformed_name(string name)
    {
        await using var host = await StartAsync();

        (await host.GetAsync(name)).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
        (await host.CollectAsync(name)).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task Stores_nothing_of_an_archive_whose_checksum_is_wrong()
    {
        var broken = _npm.Publish(new FakeNpmVersion("broken", "1.0.0") { Files = [("README.md", Readme)] });
        _npm.Fault(broken.TarballPath, new FakeFault.Corrupt());
        await using var host = await StartAsync();

        (await host.CollectAsync("broken")).Failed().Code.ShouldBe(ErrorCodes.BadArchive);

        (await host.AskAsync<ListPackages, PackagePage>(host.Subjects.List, new ListPackages())).Ok().Packages.ShouldBeEmpty();
        var tiers = host.Services.GetRequiredService<PackageTiers>();
        (await tiers.FindAsync(PackageKey.For(Ecosystem.Npm, "broken", "1.0.0"), CancellationToken.None)).Entry.ShouldBeNull();
    }

    [Fact]
    public async Task Reads_the_archive_once_when_many_ask_for_a_cold_package()
    {
        await using var host = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.GetAsync("demo-lib")));

        answers.ShouldAllBe(answer => answer.Ok().Resolved == "1.2.0");
        _npm.Count(FakeNpmRegistry.PackumentPath("demo-lib")).ShouldBe(1);
        _npm.Requests.Count(r => r.Path.EndsWith(".tgz", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Refreshes_conditionally_and_serves_stale_when_the_registry_is_down()
    {
        await using var host = await StartAsync();
        (await host.CollectAsync("demo-lib")).Ok();

        var confirmed = (await host.GetAsync("demo-lib", maxAge: 0)).Ok();
        var path = FakeNpmRegistry.PackumentPath("demo-lib");
        _npm.Fault(path, new FakeFault.Status(503));
        var stale = (await host.GetAsync("demo-lib", maxAge: 0)).Ok();

        confirmed.ServedBy.ShouldBe(ServedBy.Upstream);
        confirmed.Stale.ShouldBeFalse();
        _npm.Requests.Count(r => r.Path.EndsWith(".tgz", StringComparison.Ordinal)).ShouldBe(1);
        _npm.Requests.ShouldContain(r => r.Path == path && r.Headers.ContainsKey("If-None-Match"));
        stale.Stale.ShouldBeTrue();
        stale.Resolved.ShouldBe("1.2.0");
    }

    [Fact]
    public async Task Reads_the_archive_again_when_the_database_lost_what_the_file_still_holds()
    {
        await using (var host = await StartAsync())
        {
            (await host.CollectAsync("demo-lib")).Ok();
        }

        _database = await servers.Postgres.CreateDatabaseAsync();
        await using var again = await StartAsync();
        (await again.CollectAsync("demo-lib")).Ok().Snippets.ShouldBe(1);

        (await again.StatsAsync()).Ok().Ecosystems.ShouldHaveSingleItem().Snippets.ShouldBe(1);
    }

    [Fact]
    public async Task Deletes_from_every_tier_of_every_instance()
    {
        await using var one = await StartAsync("deleting");
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        await using var two = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, folder, "deleting");
        (await one.CollectAsync("demo-lib")).Ok();
        var key = PackageKey.For(Ecosystem.Npm, "demo-lib");
        foreach (var host in (RegistryHost[])[one, two])
        {
            (await host.Services.GetRequiredService<PackageTiers>().FindAsync(key, CancellationToken.None)).Entry.ShouldNotBeNull();
        }

        (await one.AskAsync<DeletePackage, PackageDeleted>(one.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "demo-lib"))).Ok().Deleted.ShouldBe(1);

        foreach (var host in (RegistryHost[])[one, two])
        {
            await Eventually.IsTrueAsync(
                async () => (await host.Services.GetRequiredService<PackageTiers>().FindAsync(key, CancellationToken.None)).Entry is null,
                "the package is gone from every tier");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Finds_collected_packages_and_snippets_by_words_and_lists_and_counts_them()
    {
        await using var host = await StartAsync();
        _npm.Publish(new FakeNpmVersion("@scope/other", "0.1.0")
        {
            Files =
            [
                ("README.md", "# other\n\nParses dates.\n"),
                ("package.json", """{"name":"@scope/other","version":"0.1.0","description":"Parses dates in many formats","keywords":["date","parse"]}"""),
            ],
        });
        (await host.CollectAsync("demo-lib")).Ok();
        (await host.CollectAsync("@scope/other")).Ok();

        // Searches learn of a package in the background.
        var snippet = await host.SearchAsync(new SearchPackages("retry", ["snippet"]), static answer => answer.Hits.Count > 0);
        var search = await host.SearchAsync(new SearchPackages("parsing dates"), static answer => answer.Hits is [{ Title: "@scope/other" }, ..]);
        var tagged = (await host.AskAsync<FindByTags, PackagePage>(host.Subjects.FindByTags, new FindByTags(["date"]))).Ok();
        var page = (await host.AskAsync<ListPackages, PackagePage>(host.Subjects.List, new ListPackages(Limit: 1))).Ok();
        var rest = (await host.AskAsync<ListPackages, PackagePage>(host.Subjects.List, new ListPackages(After: page.Next, Limit: 5))).Ok();
        var stats = (await host.StatsAsync()).Ok();

        search.Hits[0].Purl.ShouldBe("pkg:npm/%40scope/other@0.1.0");
        snippet.Hits.ShouldHaveSingleItem().Snippet!.Path.ShouldBe("README.md");
        tagged.Packages.ShouldHaveSingleItem().Name.ShouldBe("@scope/other");
        page.Packages.Single().Name.ShouldBe("@scope/other");
        rest.Packages.Single().Name.ShouldBe("demo-lib");
        rest.Next.ShouldBeNull();
        stats.Ecosystems.ShouldHaveSingleItem().ShouldBe(new EcosystemStats(Ecosystem.Npm, 2, 2, 1));
        stats.Tiers.Select(t => t.Tier).ShouldBe(["memory", "kv", "embedded", "postgres"]);
        stats.Upstream.Requests.ShouldBeGreaterThan(0);
    }

    private static async Task<string> HitAsync(GetEndpoint endpoint, byte[] request)
    {
        using var reply = ((ServiceReply<PooledReply>.Ok)await endpoint.AnswerAsync(request, CancellationToken.None)).Value;
        return Encoding.UTF8.GetString(reply.Bytes.Span);
    }

    private Task<RegistryHost> StartAsync(string? prefix = null) => RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _folder, prefix);
}
