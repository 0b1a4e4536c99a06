using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories;

/// <summary>Over NATS, as the command line and other services ask.</summary>
[Collection("registry")]
public sealed class AdvisoriesTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo-lib\n\n```js\nretry()\n```\n"));
        _npm.Publish("demo-lib", "1.2.0", ("README.md", "# demo-lib\n\n```js\nretry()\n```\n"));
        _npm.Publish("other", "1.0.0", ("README.md", "# other\n\nAlso for retry.\n"));
        _database = await servers.Postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Says_that_nothing_is_configured_rather_than_that_nothing_is_known()
    {
        await using var host = await StartAsync();

        var answer = await CheckAsync(host, "pkg:npm/demo-lib@1.0.0");

        answer.Sources.Note.ShouldContain("No advisory source is configured");
        answer.Packages.ShouldHaveSingleItem().Note.ShouldContain("No advisory source is configured");
        answer.Packages[0].AsOf.ShouldBeNull();
    }

    [Fact]
    public async Task Checks_exact_versions_against_what_was_loaded()
    {
        await using var host = await StartAsync();
        (await LoadAsync(host, OsvSamples.Json("GHSA-1"))).Ok().Added.ShouldBe(1);

        var answer = await CheckAsync(host, "pkg:npm/demo-lib@1.0.0", "npm:demo-lib@1.2.0", "pkg:npm/demo-lib", "pkg:npm/demo-lib@^1.0.0", "pkg:gopher/x@1", "pkg:pypi/demo-lib");

        answer.Packages[0].Note.ShouldBe("1 known as of 2025-05-01 10:00 UTC.");
        answer.Packages[0].Advisories.ShouldHaveSingleItem().Fixed.ShouldBe(["1.2.0"]);
        answer.Packages[0].Documents.ShouldHaveSingleItem().Details!.ShouldContain("Answers are evaluated");
        answer.Packages[1].Note.ShouldBe("None known as of 2025-05-01 10:00 UTC.");
        answer.Packages[2].Advisories.ShouldHaveSingleItem();
        answer.Packages[3].Problem!.ShouldContain("not one exact version");
        answer.Packages[4].Problem!.ShouldContain("not a package URL");
        answer.Packages[5].Note.ShouldContain("No advisory source");
        answer.Sources.Feeds.ShouldHaveSingleItem().Ecosystem.ShouldBe("npm");
    }

    [Fact]
    public async Task Shows_advisories_on_a_package_that_is_collected_after_a_load()
    {
        await using var host = await StartAsync();
        (await LoadAsync(host, OsvSamples.Json("GHSA-1"))).Ok();

        var affected = (await host.GetAsync("demo-lib", "1.0.0")).Ok();
        var fixedOne = (await host.CollectAsync("demo-lib", "1.2.0")).Ok();

        affected.Package.Advisories.ShouldHaveSingleItem().Severity.ShouldBe("critical");
        fixedOne.Package.Advisories.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rewrites_stored_versions_in_every_tier_of_every_instance_after_a_load()
    {
        await using var one = await StartAsync("advised");
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        await using var two = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, folder, "advised");
        (await one.CollectAsync("demo-lib", "1.0.0")).Ok();
        (await one.CollectAsync("demo-lib")).Ok();
        (await one.CollectAsync("other")).Ok();
        foreach (var host in (RegistryHost[])[one, two])
        {
            (await FindAsync(host, "1.0.0"))!.Advisories.ShouldBeEmpty();
        }

        (await LoadAsync(one, OsvSamples.Json("GHSA-1"), OsvSamples.Json("GHSA-2", package: "not-stored"))).Ok().Added.ShouldBe(2);
        var applied = (await one.AskAsync<ApplyAdvisories, AdvisoriesApplied>(one.Subjects.ApplyAdvisories, new ApplyAdvisories())).Ok();
        var again = (await one.AskAsync<ApplyAdvisories, AdvisoriesApplied>(one.Subjects.ApplyAdvisories, new ApplyAdvisories())).Ok();

        applied.ShouldBe(new AdvisoriesApplied(2, 1, 0));
        again.ShouldBe(new AdvisoriesApplied(0, 0, 0));
        foreach (var host in (RegistryHost[])[one, two])
        {
            await Eventually.IsTrueAsync(async () => (await FindAsync(host, "1.0.0"))!.Advisories.Count == 1, "every instance shows the advisory");
            (await FindAsync(host, "1.2.0"))!.Advisories.ShouldBeEmpty();
            (await FindAsync(host, null))!.Version.ShouldBe("1.2.0");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rewriting_an_old_version_does_not_make_it_the_newest_again()
    {
        await using var host = await StartAsync();
        _npm.Publish("moving", "1.0.0", ("README.md", "# moving\n"));
        (await host.CollectAsync("moving")).Ok();
        _npm.Publish("moving", "2.0.0", ("README.md", "# moving\n"));
        (await host.CollectAsync("moving")).Ok().Package.Version.ShouldBe("2.0.0");

        (await LoadAsync(host, OsvSamples.Json("GHSA-1", package: "moving"))).Ok();
        (await host.AskAsync<ApplyAdvisories, AdvisoriesApplied>(host.Subjects.ApplyAdvisories, new ApplyAdvisories())).Ok().Rewritten.ShouldBe(1);

        (await host.GetAsync("moving")).Ok().Resolved.ShouldBe("2.0.0");
        (await host.GetAsync("moving", "1.0.0", snippets: true)).Ok().Package.Advisories.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_withdrawn_advisory_leaves_the_packages_that_showed_it()
    {
        await using var host = await StartAsync();
        (await LoadAsync(host, OsvSamples.Json("GHSA-1"))).Ok();
        (await host.CollectAsync("demo-lib", "1.0.0")).Ok().Package.Advisories.Count.ShouldBe(1);

        (await LoadAsync(host, OsvSamples.Json("GHSA-1", modified: "2025-05-02T00:00:00Z", withdrawn: "2025-05-02T00:00:00Z"))).Ok().Updated.ShouldBe(1);
        (await host.AskAsync<ApplyAdvisories, AdvisoriesApplied>(host.Subjects.ApplyAdvisories, new ApplyAdvisories())).Ok().Rewritten.ShouldBe(1);

        (await host.GetAsync("demo-lib", "1.0.0")).Ok().Package.Advisories.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_interrupted_load_left_is_shown_after_the_next_start()
    {
        await using (var host = await StartAsync())
        {
            (await host.CollectAsync("demo-lib", "1.0.0")).Ok();
            (await LoadAsync(host, OsvSamples.Json("GHSA-1"))).Ok();
        }

        await using var again = await StartAsync();
        await Eventually.IsTrueAsync(async () => (await again.GetAsync("demo-lib", "1.0.0")).Ok().Package.Advisories.Count == 1, "the record shows the advisory");
        await Eventually.IsTrueAsync(async () => (await CheckAsync(again)).Sources.Pending == 0, "nothing is left to apply");
    }

    [Fact]
    public async Task Search_leaves_out_packages_with_a_worse_advisory()
    {
        await using var host = await StartAsync();
        (await LoadAsync(host, OsvSamples.Json("GHSA-1"), OsvSamples.Json("GHSA-2", package: "other", vector: OsvSamples.Low))).Ok();
        (await host.CollectAsync("demo-lib", "1.0.0")).Ok();
        (await host.CollectAsync("other")).Ok();

        await host.SearchAsync(new SearchPackages("retry", ["package"]), static answer => answer.Hits.Count == 2);
        (await SearchAsync(host, "medium")).ShouldHaveSingleItem().ShouldStartWith("pkg:npm/other");
        (await SearchAsync(host, "none")).ShouldBeEmpty();
        (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages("retry", MaxAdvisorySeverity: "terrible")))
            .Failed().Code.ShouldBe(ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task Refuses_documents_that_break_the_readers_rules_and_stores_the_others()
    {
        await using var host = await StartAsync();
        var good = OsvSamples.Document(OsvSamples.Json("GHSA-1"));

        var loaded = (await host.AskAsync<LoadAdvisories, AdvisoriesLoaded>(
            host.Subjects.LoadAdvisories, new LoadAdvisories([good, good with { Id = "not an id" }, good with { Id = "X-1", Affected = [] }]))).Ok();

        loaded.Added.ShouldBe(1);
        loaded.Errors.Select(static e => e.Document).ShouldBe(["not an id", "X-1"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"documents\":[null]}")]
    [InlineData("{\"documents\":[{\"id\":7}]}")]
    [InlineData("{\"purls\":[null]}")]
    [InlineData("[]")]
    public async Task Answers_400_to_what_is_no_request(string body)
    {
        await using var host = await StartAsync();

        (await host.AskAsync<string, string>(host.Subjects.LoadAdvisories, body)).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
        (await host.AskAsync<CheckAdvisories, AdvisoryAnswer>(host.Subjects.Advisories, new CheckAdvisories([.. Enumerable.Repeat("npm:a", 201)])))
            .Failed().Code.ShouldBe(ErrorCodes.BadRequest);
        (await host.AskAsync<ApplyAdvisories, AdvisoriesApplied>(host.Subjects.ApplyAdvisories, new ApplyAdvisories(0))).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task Keeps_an_answer_within_one_message_and_says_how_many_documents_are_left_out()
    {
        await using var host = await StartAsync();
        var details = new string('d', 30_000);
        var store = host.Services.GetRequiredService<IAdvisoryStore>();
        await store.ImportAsync(
            [.. Enumerable.Range(0, 60).Select(i => OsvSamples.Document(OsvSamples.Json($"GHSA-{i}")) with { Details = details })], null, CancellationToken.None);

        var package = (await CheckAsync(host, "pkg:npm/demo-lib@1.0.0")).Packages.ShouldHaveSingleItem();

        package.Advisories.Count.ShouldBe(60);
        package.Documents.Count.ShouldBeGreaterThan(20);
        package.DocumentsLeftOut.ShouldBe(60 - package.Documents.Count);
    }

    [Fact]
    public async Task Asks_the_api_when_a_package_is_collected_and_shows_its_answer_on_older_stored_versions_too()
    {
        await using var api = await FakeOsvApi.StartAsync();
        await using (var before = await StartAsync())
        {
            (await before.CollectAsync("demo-lib", "1.0.0")).Ok().Package.Advisories.ShouldBeEmpty();
        }

        api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        await using var host = await StartAsync(api);

        (await host.CollectAsync("demo-lib")).Ok().Package.Advisories.ShouldBeEmpty();

        await Eventually.IsTrueAsync(async () => (await host.GetAsync("demo-lib", "1.0.0")).Ok().Package.Advisories.Count == 1, "the older version shows the advisory");
        var answer = await CheckAsync(host, "npm:demo-lib@1.0.0", "npm:other@1.0.0");
        answer.Sources.Api.ShouldBe(api.Url);
        answer.Packages[0].Note.ShouldStartWith("1 known as of");
        answer.Packages[1].Note.ShouldStartWith("None known as of");
        answer.Packages[1].AsOf.ShouldNotBeNull();
    }

    [Fact]
    public async Task Collects_as_ever_while_the_api_is_down_and_says_that_nothing_is_known_either_way()
    {
        await using var api = await FakeOsvApi.StartAsync();
        api.Fault(FakeOsvApi.ListPath, new FakeFault.Status(500));
        await using var host = await StartAsync(api);

        (await host.CollectAsync("demo-lib")).Ok().Package.Version.ShouldBe("1.2.0");

        (await CheckAsync(host, "npm:demo-lib@1.0.0")).Packages[0].Note.ShouldContain("nothing is known either way");
    }

    private static async Task<PackageRecord?> FindAsync(RegistryHost host, string? version) =>
        (await host.Services.GetRequiredService<PackageTiers>().FindAsync(PackageKey.For(Ecosystem.Npm, "demo-lib", version), CancellationToken.None)).Entry?.Read();

    private static async Task<AdvisoryAnswer> CheckAsync(RegistryHost host, params string[] purls) =>
        (await host.AskAsync<CheckAdvisories, AdvisoryAnswer>(host.Subjects.Advisories, new CheckAdvisories(purls))).Ok();

    private static Task<ServiceReply<AdvisoriesLoaded>> LoadAsync(RegistryHost host, params string[] documents) =>
        host.AskAsync<LoadAdvisories, AdvisoriesLoaded>(host.Subjects.LoadAdvisories, new LoadAdvisories([.. documents.Select(OsvSamples.Document)]));

    private static async Task<List<string>> SearchAsync(RegistryHost host, string? limit) =>
        [.. (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages("retry", ["package"], MaxAdvisorySeverity: limit))).Ok()
            .Hits.Select(static h => h.Purl)];

    private Task<RegistryHost> StartAsync(FakeOsvApi api) => RegistryHost.StartAsync(
        servers.Nats.Url, _database, _npm, _folder, settings: [("Advisories:Api", api.Url), ("Upstreams:RetryDelay", "00:00:00.001")]);

    private Task<RegistryHost> StartAsync(string? prefix = null) => RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _folder, prefix);
}
