using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Feeding;
using Singularity.Tests.Registry.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Search.Feeding;

/// <summary>The service's own index, filled from PostgreSQL.</summary>
[Collection("registry")]
public sealed class LiveIndexTests(RegistryServers servers) : IAsyncLifetime
{
    private static readonly (string, string)[] Quick = [("Coherence:CheckInterval", "00:00:00.200")];

    private readonly TemporaryFolder _folder = new();
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..12];
    private FakeNpmRegistry _npm = null!;
    private FakeCargoRegistry _cargo = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _cargo = await FakeCargoRegistry.StartAsync();
        _database = await servers.Postgres.CreateDatabaseAsync();
        _npm.Publish("againly", "1.0.0", PackageJson("againly", "Run a promise again with exponential backoff until it succeeds"),
            ("README.md", "# againly\n\n## Usage\n\nRetries a failing operation with exponential backoff:\n\n```js\nawait againly(() => fetch(url), { times: 3 })\n```\n"));
        _npm.Publish("huedo", "1.0.0", PackageJson("huedo", "Colors for text in the terminal"));
        _cargo.Publish("loopwright", "1.0.0",
            ("Cargo.toml", "[package]\nname = \"loopwright\"\nversion = \"1.0.0\"\nedition = \"2021\"\ndescription = \"An event-driven asynchronous runtime\"\n"),
            ("README.md", "# loopwright\n\nAn async runtime with timers, sockets and tasks.\n"), ("src/lib.rs", "/// Runs a task.\npub fn spawn() {}\n"));
        _cargo.Publish("plainmark", "1.0.0",
            ("Cargo.toml", "[package]\nname = \"plainmark\"\nversion = \"1.0.0\"\nedition = \"2021\"\ndescription = \"Markdown to HTML\"\n"), ("src/lib.rs", "pub fn render() {}\n"));
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        await _cargo.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Packages_of_every_registry_are_found_by_need_once_they_are_collected()
    {
        await using var host = await StartAsync();
        foreach (var (ecosystem, name) in new[] { (Ecosystem.Npm, "againly"), (Ecosystem.Npm, "huedo"), (Ecosystem.Cargo, "loopwright"), (Ecosystem.Cargo, "plainmark") })
        {
            (await host.AskAsync<CollectPackage, CollectReport>(host.Subjects.Collect, new CollectPackage(ecosystem, name))).Ok();
        }

        var runtime = await host.SearchAsync(new SearchPackages("async runtime", Ecosystems: [Ecosystem.Cargo]), First("loopwright"));
        var retry = await host.SearchAsync(new SearchPackages("retry when an operation fails"), First("againly"));

        runtime.Mode.ShouldBe("hybrid");
        runtime.Hits[0].Purl.ShouldBe("pkg:cargo/loopwright@1.0.0");
        runtime.Hits.ShouldAllBe(static hit => hit.Purl.StartsWith("pkg:cargo/", StringComparison.Ordinal));
        runtime.Hits[0].Terms.ShouldContain("runtime");
        retry.Hits.ShouldContain(static hit => hit.Kind == "snippet" && hit.Snippet!.Code.Contains("againly("));
        retry.Hits.ShouldAllBe(static hit => hit.Why != null);
    }

    [Fact]
    public async Task What_one_instance_changes_or_deletes_is_so_on_the_other()
    {
        using var second = new TemporaryFolder();
        await using var one = await StartAsync();
        await using var two = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, second.Path, _prefix + "x", settings: Quick);
        await two.SearchAsync(new SearchPackages("nothing at all"), static answer => answer.ServedBy == ServedBy.Memory);
        var package = StoreTests.Package("demo", "1.0.0", latest: "1.0.0") with { Description = "Knits woollen socks" };
        await StoreAsync(one, package, Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 3, "Usage", "knit({ wool: 'merino' })", "javascript"));
        await two.SearchAsync(new SearchPackages("merino"), static answer => answer.Hits is [{ Kind: "snippet" }]);

        await StoreAsync(one, package with { Description = "Bakes bread" });

        await two.SearchAsync(new SearchPackages("bake bread", ["package"]), First("demo"));
        (await SearchAsync(two, "merino")).ShouldBeEmpty();
        (await one.AskAsync<DeletePackage, PackageDeleted>(one.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "demo"))).Ok().Deleted.ShouldBe(1);
        foreach (var host in (RegistryHost[])[one, two])
        {
            await host.SearchAsync(new SearchPackages("bake bread"), static answer => answer is { Hits.Count: 0, ServedBy: ServedBy.Memory });
        }
    }

    [Fact]
    public async Task Of_several_versions_the_shown_one_is_found_and_the_others_snippets_by_their_version()
    {
        await using var host = await StartAsync();
        foreach (var (version, says) in new[] { ("1.0.0", "socks"), ("2.0.0", "gloves") })
        {
            var package = StoreTests.Package("demo", version, latest: "2.0.0") with { Description = $"Knits woollen {says}" };
            await StoreAsync(host, package, Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 3, "Usage", $"knit('{says}')", "javascript"));
        }

        var gloves = await host.SearchAsync(new SearchPackages("woollen gloves", ["package"]), static answer => answer.Hits is [{ Purl: "pkg:npm/demo@2.0.0" }]);
        var old = await host.SearchAsync(new SearchPackages("socks", ["snippet"], Version: "1.0.0"), static answer => answer.Hits.Count == 1);
        (await host.AskAsync<DeletePackage, PackageDeleted>(host.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "demo", "2.0.0"))).Ok();
        var left = await host.SearchAsync(new SearchPackages("woollen", ["package"]), static answer => answer.Hits is [{ Description: "Knits woollen socks" }]);

        gloves.Hits[0].Description.ShouldBe("Knits woollen gloves");
        old.Hits[0].Purl.ShouldBe("pkg:npm/demo@1.0.0");
        left.Hits[0].Purl.ShouldBe("pkg:npm/demo@1.0.0");
    }

    [Fact]
    public async Task Goes_on_when_postgres_does_not_answer()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var host = await RegistryHost.StartAsync(servers.Nats.Url, await postgres.CreateDatabaseAsync(), _npm, _folder.Path, _prefix, settings: Quick);
        (await host.CollectAsync("againly")).Ok();
        await host.SearchAsync(new SearchPackages("exponential backoff", ["package"]), static answer => answer is { ServedBy: ServedBy.Memory, Hits.Count: 1 });

        await postgres.StopAsync();

        var answer = (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages("exponential backoff"))).Ok();
        answer.ServedBy.ShouldBe(ServedBy.Memory);
        answer.Hits.Select(static hit => hit.Kind).ShouldBe(["package", "snippet"], ignoreOrder: true);
        answer.Hits.Single(static hit => hit.Kind == "snippet").Snippet!.Code.ShouldContain("againly(");
    }

    [Fact]
    public async Task Without_postgres_and_an_index_the_embedded_file_answers()
    {
        await using (var host = await StartAsync())
        {
            (await host.CollectAsync("againly")).Ok();
        }

        await using var alone = await RegistryHost.StartAsync(
            servers.Nats.Url, "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x;Timeout=1", _npm, _folder.Path, _prefix + "y", waitForPostgres: false);

        var answer = (await alone.AskAsync<SearchPackages, SearchAnswer>(alone.Subjects.Search, new SearchPackages("exponential backoff", ["package"]))).Ok();

        answer.ServedBy.ShouldBe(ServedBy.Embedded);
        answer.Hits.ShouldHaveSingleItem().Title.ShouldBe("againly");
    }

    [Fact]
    public async Task Steps_aside_when_its_memory_does_not_suffice()
    {
        await using var host = await StartAsync(("Search:Index:MemoryBytes", "1048576"));
        (await host.CollectAsync("againly")).Ok();

        var answer = await host.SearchAsync(new SearchPackages("exponential backoff"), static answer => answer is { ServedBy: ServedBy.Postgres, Hits.Count: > 0 });

        answer.Notice.ShouldNotBeNull();
        await Eventually.IsTrueAsync(
            () => Task.FromResult(host.Services.GetRequiredService<LiveIndex>() is { IsReady: false, Index: null }), "the index was given up");
    }

    [Fact]
    public async Task Packages_that_were_loaded_from_a_list_come_and_go_with_their_rows()
    {
        await using var host = await StartAsync();
        await using var source = NpgsqlDataSource.Create(_database);
        await using (var insert = source.CreateCommand(
            """
            INSERT INTO search_documents (ecosystem, name, lookup, version, summary, keywords, downloads, terms, name_length, summary_length, body_length)
            VALUES ('npm', 'loaded', 'loaded', '3.1.0', 'Knits woollen socks', '', 1000, '', 1, 3, 0)
            """))
        {
            await insert.ExecuteNonQueryAsync();
        }

        var answer = await host.SearchAsync(new SearchPackages("woollen socks"), static answer => answer is { ServedBy: ServedBy.Memory, Hits.Count: 1 });

        answer.Hits[0].Purl.ShouldBe("pkg:npm/loaded@3.1.0");
        answer.Hits[0].Why!.Popularity.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_missing_model_file_stops_nothing()
    {
        await using var host = await StartAsync(("Search:Index:ModelFile", "/nowhere/words.bin"));
        (await host.CollectAsync("againly")).Ok();

        var answer = await host.SearchAsync(new SearchPackages("exponential backoff"), static answer => answer is { ServedBy: ServedBy.Memory, Hits.Count: > 0 });

        answer.Mode.ShouldBe("keyword");
        answer.Notice.ShouldNotBeNull().ShouldContain("/nowhere/words.bin");
    }

    [Theory]
    [InlineData("😀🔥")]
    [InlineData("'; DROP TABLE packages; --")]
    [InlineData("a & | ! ( ) : * <-> \\")]
    [InlineData("(a+)+$ [z-a] \\")]
    [InlineData("the of and")]
    [InlineData("zero\0byte")]
    public async Task Odd_queries_are_only_words(string query)
    {
        await using var host = await StartAsync();

        foreach (var text in (string[])[query, string.Concat(Enumerable.Repeat(query + " ", 10_000 / query.Length))])
        {
            (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages(text))).Ok().Hits.ShouldBeEmpty();
            (await host.AskAsync<SearchExamples, ExamplesAnswer>(host.Subjects.ExamplesSearch, new SearchExamples(text))).Ok().Snippets.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_is_not_known_is_refused_with_what_is()
    {
        await using var host = await StartAsync();
        var answers = new List<string>();
        foreach (var body in (string[])["""{"query":""}""", """{"query":"x","mode":"fuzzy"}""", """{"query":"x","licence":"MIT"}""", """{"query":"x","maxAgeDays":0}"""])
        {
            var failed = (await host.AskAsync<byte[], byte[]>(host.Subjects.Search, System.Text.Encoding.UTF8.GetBytes(body))).Failed();
            failed.Code.ShouldBe(ErrorCodes.BadRequest);
            answers.Add(failed.Message);
        }

        answers[0].ShouldContain("query");
        answers[1].ShouldContain("'semantic'");
        answers[2].ShouldContain("license");
        answers[3].ShouldContain("maxAgeDays");
    }

    private static (string, string) PackageJson(string name, string description) =>
        ("package.json", $$"""{"name":"{{name}}","version":"1.0.0","description":"{{description}}"}""");

    private static Func<SearchAnswer, bool> First(string title) => answer => answer.ServedBy == ServedBy.Memory && answer.Hits is [var hit, ..] && hit.Title == title;

    private static async Task<IReadOnlyList<SearchHit>> SearchAsync(RegistryHost host, string query) =>
        (await host.AskAsync<SearchPackages, SearchAnswer>(host.Subjects.Search, new SearchPackages(query))).Ok().Hits;

    private static async Task StoreAsync(RegistryHost host, PackageRecord package, params Snippet[] snippets) =>
        (await host.AskAsync<CollectedPackage, PackageStored>(host.Subjects.Store, new CollectedPackage(package, snippets))).Ok();

    private Task<RegistryHost> StartAsync(params (string Key, string Value)[] settings) => RegistryHost.StartAsync(
        servers.Nats.Url, _database, _npm, _folder.Path, _prefix, settings: [("Upstreams:Cargo:Index", _cargo.Index), .. Quick, .. settings]);
}
