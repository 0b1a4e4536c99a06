using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres.Indexing;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Postgres;

[Collection("registry")]
public sealed class SearchIndexerTests(RegistryServers servers)
{
    [Fact]
    public async Task Vectors_of_snippets_wait_while_packages_are_imported()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        var first = SearchDatabase.Package("first", "First");
        await database.StoreAsync(first, Snippet.Create(SnippetKind.Readme, first.Purl, "README.md", 1, "Use", "use(first)", "javascript"));
        await database.IndexAsync();
        (await database.CountAsync("SELECT count(*) FROM snippet_vectors")).ShouldBe(1);
        await database.ExecuteAsync(
            """
            INSERT INTO jobs (id, kind, title, created_at) VALUES ('j', 'import', 'lock', now());
            INSERT INTO job_items (job_id, purl, state, not_before) VALUES ('j', 'pkg:npm/slow@1.0.0', 'waiting', now())
            """);

        var second = SearchDatabase.Package("second", "Second");
        await database.StoreAsync(second, Snippet.Create(SnippetKind.Readme, second.Purl, "README.md", 1, "Use", "use(second)", "javascript"));
        await database.IndexAsync();
        (await database.CountAsync("SELECT count(*) FROM search_vectors")).ShouldBe(2);
        (await database.CountAsync("SELECT count(*) FROM snippet_vectors")).ShouldBe(1);

        await database.ExecuteAsync("UPDATE job_items SET state = 'collected'");
        await database.IndexAsync();
        (await database.CountAsync("SELECT count(*) FROM snippet_vectors")).ShouldBe(2);
    }

    [Fact]
    public async Task Goes_on_where_an_interrupted_indexing_stopped()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await StoreSampleAsync(database);

        // The documents were read, and the process ended before anything else.
        while (await database.Packages.ReadAsync(CancellationToken.None) > 0)
        {
        }

        (await database.CountAsync("SELECT count(*) FROM search_stale")).ShouldBe(NeedSample.Packages.Count);
        await using var connection = await database.Source.OpenConnectionAsync();
        await using (await connection.BeginTransactionAsync())
        {
            // While another instance works, this one leaves it the work.
            (await IndexingLock.TryTakeAsync(connection, CancellationToken.None)).ShouldBeTrue();
            (await database.Stale.RefreshAsync(null, CancellationToken.None)).ShouldBe(0);
        }

        await database.IndexAsync();
        (await database.CountAsync("SELECT count(*) FROM search_stale")).ShouldBe(0);
        (await database.CountAsync("SELECT count(*) FROM search_vectors WHERE vector IS NOT NULL")).ShouldBe(NeedSample.Packages.Count);
        (await database.NamesAsync("watch the filesystem"))[0].ShouldBe("lookout");
    }

    [Fact]
    public async Task Numbers_what_changed_higher_and_what_did_not_not()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await database.StoreAsync(SearchDatabase.Package("one", "First"));
        await database.StoreAsync(SearchDatabase.Package("two", "Second"));
        await database.IndexAsync();
        var before = await database.CountAsync("SELECT max(revision) FROM search_documents");
        await database.StoreAsync(SearchDatabase.Package("one", "First"));
        await database.StoreAsync(SearchDatabase.Package("two", "Changed"));
        await database.IndexAsync();
        (await database.CountAsync("SELECT count(*) FROM search_documents WHERE revision > " + before)).ShouldBe(1);
        (await database.NamesAsync("changed", IndexMode.Keyword)).ShouldBe(["two"]);
    }

    [Fact]
    public async Task Shows_another_version_when_the_shown_one_is_deleted()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await database.StoreAsync(SearchDatabase.Package("demo", "Ancient wording") with { DistTags = new Dictionary<string, string> { ["latest"] = "2.0.0" } });
        await database.StoreAsync(SearchDatabase.Package("demo", "Modern wording", version: "2.0.0"));
        await database.IndexAsync();
        (await database.NamesAsync("modern", IndexMode.Keyword)).ShouldBe(["demo"]);
        await database.Store.DeleteAsync(Ecosystem.Npm, "demo", "2.0.0", CancellationToken.None);
        await database.IndexAsync();
        (await database.NamesAsync("modern", IndexMode.Keyword)).ShouldBeEmpty();
        (await database.FindAsync("ancient", IndexMode.Keyword)).Hits.ShouldHaveSingleItem().Purl.ShouldBe("pkg:npm/demo@1.0.0");
    }

    [Fact]
    public async Task The_old_model_serves_until_the_new_one_has_all_vectors()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await StoreSampleAsync(database);
        var package = SearchDatabase.Package("withcode", "Has an example");
        await database.StoreAsync(package, Snippet.Create(SnippetKind.Example, package.Purl, "a.js", 1, "Run", "run()", "javascript"));
        await database.IndexAsync();
        var other = new FakeGenerator("other-model", 16) { Fails = true };
        await using var changed = database.With(other);

        // All want vectors of the new model, and it gives none yet.
        (await changed.Indexer.RunAsync(CancellationToken.None)).ShouldBeNull();
        (await changed.Indexer.RunAsync(CancellationToken.None)).ShouldNotBeNull();
        changed.Cache.Forget();
        var meanwhile = await changed.FindAsync("watch the filesystem");
        meanwhile.Notice.ShouldBeNull();
        meanwhile.Hits[0].Title.ShouldBe("lookout");
        meanwhile.Hits[0].Why!.Semantic.ShouldBeGreaterThan(0);

        other.Fails = false;
        (await changed.IndexAsync()).ShouldBeNull();
        (await changed.CountAsync("SELECT count(*) FROM embedding_models")).ShouldBe(1);
        (await changed.CountAsync("SELECT count(*) FROM embedding_models WHERE name = 'other-model' AND state = 'active'")).ShouldBe(1);
        (await changed.CountAsync("SELECT count(*) FROM search_vectors WHERE vector_dims(vector) = 16")).ShouldBe(NeedSample.Packages.Count + 1);
        (await changed.CountAsync("SELECT count(*) FROM search_vectors WHERE vector_dims(vector) <> 16")).ShouldBe(0);
        (await changed.CountAsync("SELECT count(*) FROM snippet_vectors WHERE vector_dims(vector) = 16")).ShouldBe(1);
        (await changed.FindAsync("watch the filesystem", IndexMode.Semantic)).Notice.ShouldBeNull();
    }

    [Fact]
    public async Task Without_its_embedding_server_search_is_by_keyword_and_says_so()
    {
        var remote = new FakeGenerator("remote", 8);
        await using var database = await SearchDatabase.CreateAsync(servers, remote);
        await StoreSampleAsync(database);
        await database.IndexAsync();
        remote.Fails = true;
        var findings = await database.FindAsync("markdown parser");
        findings.Notice.ShouldNotBeNull().ShouldContain("remote");
        findings.Hits[0].Title.ShouldBe("plainmark");
        findings.Hits[0].Why!.Semantic.ShouldBe(0);

        // What is collected meanwhile is found by keyword at once, and by vector when the server is back.
        await database.StoreAsync(SearchDatabase.Package("latecomer", "Zeppelin schedules"));
        (await database.IndexAsync()).ShouldNotBeNull();
        (await database.NamesAsync("zeppelin")).ShouldBe(["latecomer"]);
        remote.Fails = false;
        (await database.IndexAsync()).ShouldBeNull();
        (await database.CountAsync("SELECT count(*) FROM search_vectors v JOIN search_documents d ON d.id = v.document_id WHERE d.name = 'latecomer'")).ShouldBe(1);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Refuses_vectors_that_are_all_zero_or_not_finite(float value)
    {
        var broken = new FakeGenerator("broken", 8) { Constant = value };
        await using var database = await SearchDatabase.CreateAsync(servers, broken);
        await StoreSampleAsync(database);
        (await database.IndexAsync()).ShouldNotBeNull().ShouldContain("broken");
        (await database.CountAsync("SELECT count(*) FROM search_vectors")).ShouldBe(0);
        (await database.CountAsync("SELECT count(*) FROM search_stale")).ShouldBe(NeedSample.Packages.Count);
        (await database.NamesAsync("markdown"))[0].ShouldBe("plainmark");
    }

    [Fact]
    public async Task Without_pgvector_everything_else_is_set_up_and_search_is_by_keyword_until_it_comes()
    {
        var set = MigrationSet.Load("singularity", typeof(RegistryApp).Assembly, "Singularity.Registry.Storage.Migrations.", optional: [2, 8, 9]);
        var runner = default(MigrationRunner);
        await using var database = await SearchDatabase.CreateAsync(servers, prepare: async source =>
        {
            await using (var refuse = source.CreateCommand(
                """
                CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = 'extension "vector" is not available'; END $$;
                CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION refuse();
                """))
            {
                await refuse.ExecuteNonQueryAsync();
            }

            runner = new MigrationRunner(source, set, NullLogger.Instance);
            (await runner.RunAsync(CancellationToken.None)).ShouldBe(set.Migrations.Count - 3);
        });
        runner!.LeftOut.ShouldNotBeNull().ShouldContain("install pgvector");
        await StoreSampleAsync(database);
        (await database.IndexAsync()).ShouldNotBeNull().ShouldContain("pgvector");
        var findings = await database.FindAsync("markdown parser");
        findings.Notice.ShouldNotBeNull().ShouldContain("pgvector");
        findings.Hits[0].Title.ShouldBe("plainmark");
        (await database.Search.FindSnippetsAsync(new SearchNeed("x", IndexMode.Hybrid, 10, new SearchFilter()), CancellationToken.None)).Notice.ShouldNotBeNull();

        await database.ExecuteAsync("DROP EVENT TRIGGER refuse");
        (await runner.RunAsync(CancellationToken.None)).ShouldBe(3);
        runner.LeftOut.ShouldBeNull();
        (await database.IndexAsync()).ShouldBeNull();
        (await database.FindAsync("watch the filesystem")).Hits[0].Why!.Semantic.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Indexes_what_was_stored_before_there_was_such_an_index()
    {
        await using var database = await SearchDatabase.CreateAsync(servers, prepare: async source =>
        {
            await Storage.RegistryMigrations.ApplyAsync(source);
        });
        await StoreSampleAsync(database);
        await database.ExecuteAsync(
            """
            TRUNCATE search_pending; INSERT INTO search_pending (package_id, version) SELECT package_id, version FROM package_versions
            """);
        await database.IndexAsync();
        (await database.NamesAsync("turn milliseconds into a readable string")).ShouldContain("briefspan");
    }

    internal static async Task StoreSampleAsync(SearchDatabase database)
    {
        foreach (var package in NeedSample.Packages)
        {
            await database.StoreAsync(SearchDatabase.Package(package.Name, package.Summary, package.Downloads));
        }
    }

    /// <summary>A model elsewhere: a vector follows from the text's characters.</summary>
    private sealed class FakeGenerator(string name, int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public bool Fails { get; set; }

        public float? Constant { get; set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) => Fails
            ? throw new HttpRequestException("connection refused")
            : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(Vector(text)))));

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("fake", null, name, dimensions) : null;

        public void Dispose()
        {
        }

        private float[] Vector(string text)
        {
            var vector = new float[dimensions];
            foreach (var character in text)
            {
                vector[character % dimensions]++;
            }

            return Constant is { } constant ? [.. vector.Select(_ => constant)] : vector;
        }
    }
}
