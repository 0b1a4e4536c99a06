using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Tests.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Postgres;

[Collection("registry")]
public sealed class PostgresSearchTests(RegistryServers servers) : IAsyncLifetime
{
    private SearchDatabase _database = null!;

    public async Task InitializeAsync() => _database = await SearchDatabase.CreateAsync(servers);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(nameof(IndexMode.Keyword))]
    [InlineData(nameof(IndexMode.Semantic))]
    [InlineData(nameof(IndexMode.Hybrid))]
    public async Task Ranks_as_the_index_in_the_process_does(string name)
    {
        var mode = Enum.Parse<IndexMode>(name);
        await StoreSampleAsync();
        var options = new IndexOptions();
        using var index = new SearchIndex(options, SearchDatabase.Encoder);
        index.Put(NeedSample.Packages);
        string[] more = ["wirecall", "logbar", "Mock adapter", "requests", "a promise again and again", "createServer", "xyzzyplugh", "the", "JSON web tokens for Redis queue"];
        foreach (var need in NeedSample.Needs.Select(static need => need.Need).Concat(more))
        {
            var expected = index.Search(new IndexQuery(need, mode, 100)).Where(hit => hit.IsNear(options)).ToDictionary(static hit => hit.Document.Name);
            var hits = (await _database.FindAsync(need, mode, limit: 100)).Hits;
            var found = hits.ToDictionary(static hit => hit.Title);
            foreach (var title in expected.Keys.Union(found.Keys))
            {
                if (expected.TryGetValue(title, out var one) && found.TryGetValue(title, out var other))
                {
                    Math.Abs(one.Score - other.Score).ShouldBeLessThan(0.02, $"{need}: {title}");
                    continue;
                }

                // Only a vector that is just near enough is a hit or none by rounding.
                mode.ShouldNotBe(IndexMode.Keyword, $"{need}: {title}");
                (found.TryGetValue(title, out var alone) ? alone.Why!.Semantic : expected[title].Scores.Vector).ShouldBe(options.LeastCosine, 0.02, $"{need}: {title}");
            }

            // A name in full goes before every score.
            foreach (var (one, next) in hits.Zip(hits.Skip(1)).Where(static pair => pair.First.Why!.Name != "exact"))
            {
                ((expected.GetValueOrDefault(one.Title)?.Score ?? one.Score) - (expected.GetValueOrDefault(next.Title)?.Score ?? next.Score))
                    .ShouldBeGreaterThan(-0.02, $"{need}: {one.Title} before {next.Title}");
            }
        }
    }

    [Fact]
    public async Task Says_why()
    {
        await StoreSampleAsync();
        var hit = (await _database.FindAsync("markdown to HTML")).Hits[0];
        hit.Title.ShouldBe("plainmark");
        hit.Purl.ShouldBe("pkg:npm/plainmark@1.0.0");
        hit.Terms.ShouldBe(["markdown", "html"]);
        hit.Why.ShouldNotBeNull();
        hit.Why.Keyword.ShouldBe(1);
        hit.Why.Semantic.ShouldBeInRange(0.1, 1);
        hit.Why.Cover.ShouldBe(1, 0.01);
        hit.Why.Popularity.ShouldBeGreaterThan(1);
        hit.Why.Name.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_called_like_the_query_comes_first_and_what_begins_like_it_comes_along()
    {
        await StoreSampleAsync();
        var hits = (await _database.FindAsync(" Wirecall ")).Hits;
        hits[0].Title.ShouldBe("wirecall");
        hits[0].Why!.Name.ShouldBe("exact");
        hits.Where(static hit => hit.Why!.Name == "prefix").Select(static hit => hit.Title).Order().ShouldBe(["wirecall-cache", "wirecall-mock", "wirecall-retry"]);
    }

    [Fact]
    public async Task A_mistyped_name_is_found_where_nothing_else_is()
    {
        await StoreSampleAsync();
        (await _database.NamesAsync("schemagatte"))[0].ShouldBe("schemagate");
    }

    [Fact]
    public async Task What_others_say_of_a_package_finds_it_until_they_are_gone()
    {
        await _database.StoreAsync(SearchDatabase.Package("quern", "The best there is"));
        await _database.StoreAsync(SearchDatabase.Package("a", "Milling plugin for quern"));
        await _database.StoreAsync(SearchDatabase.Package("b", "Another milling helper, works with quern.js"));
        await _database.IndexAsync();
        var hit = (await _database.FindAsync("milling", IndexMode.Keyword)).Hits.Single(static hit => hit.Title == "quern");
        hit.Terms.ShouldBe(["milling"]);
        await _database.Store.DeleteAsync(Ecosystem.Npm, "b", null, CancellationToken.None);
        await _database.IndexAsync();
        (await _database.NamesAsync("milling", IndexMode.Keyword)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Every_filter_leaves_out_what_does_not_pass_in_every_mode()
    {
        var old = SearchDatabase.Package("old-json", "JSON parser") with { License = "MIT" };
        await _database.StoreAsync(old with { Versions = [new PackageVersion("1.0.0", new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero))] });
        await _database.StoreAsync(SearchDatabase.Package("new-json", "JSON parser") with { License = "Apache-2.0" });
        await _database.StoreAsync(SearchDatabase.Package("serde-like", "JSON parser", ecosystem: Ecosystem.Cargo, version: "2.0.0") with
        {
            Advisories = [new Advisory("RUSTSEC-1", "bad", "high")],
            License = "MIT",
        });
        await _database.IndexAsync();
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            async Task<IEnumerable<string>> Names(SearchFilter filter) => (await _database.NamesAsync("json parser", mode, filter)).Order();
            (await Names(new SearchFilter())).ShouldBe(["new-json", "old-json", "serde-like"]);
            (await Names(new SearchFilter(Ecosystems: [Ecosystem.Cargo, Ecosystem.Hex]))).ShouldBe(["serde-like"]);
            (await Names(new SearchFilter(License: "MIT"))).ShouldBe(["old-json", "serde-like"]);
            (await Names(new SearchFilter(WorstAdvisory: 2))).ShouldBe(["new-json", "old-json"]);
            (await Names(new SearchFilter(PublishedSince: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)))).ShouldBe(["new-json", "serde-like"]);
            (await Names(new SearchFilter(Version: "2.0.0"))).ShouldBe(["serde-like"]);
            (await Names(new SearchFilter(License: "none at all"))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_deprecated_package_comes_after_its_like_unless_it_is_called_by_name()
    {
        await _database.StoreAsync(SearchDatabase.Package("oldfetch", "Fetch URLs", 900_000) with { Deprecated = "use newfetch" });
        await _database.StoreAsync(SearchDatabase.Package("newfetch", "Fetch URLs", 1_000));
        await _database.IndexAsync();
        var hits = (await _database.FindAsync("fetch URLs")).Hits;
        hits.Select(static hit => hit.Title).ShouldBe(["newfetch", "oldfetch"]);
        hits[1].Why!.Penalty.ShouldBe(0.5);
        (await _database.FindAsync("oldfetch")).Hits[0].Why!.Penalty.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_package_is_no_hit_from_that_moment()
    {
        await StoreSampleAsync();
        (await _database.NamesAsync("markdown")).ShouldContain("plainmark");
        await _database.Store.DeleteAsync(Ecosystem.Npm, "plainmark", null, CancellationToken.None);
        (await _database.NamesAsync("markdown")).ShouldNotContain("plainmark");
        (await _database.CountAsync("SELECT count(*) FROM search_vectors v WHERE NOT EXISTS (SELECT 1 FROM search_documents d WHERE d.id = v.document_id)")).ShouldBe(0);
    }

    [Fact]
    public async Task A_word_of_the_README_finds_a_package()
    {
        await _database.StoreAsync(SearchDatabase.Package("plain", "A library") with { Readme = "# Plain\n\nReads barometer sensors, barometers of all kinds." });
        await _database.StoreAsync(SearchDatabase.Package("other", "A library"));
        await _database.IndexAsync();
        (await _database.NamesAsync("barometer", IndexMode.Keyword)).ShouldBe(["plain"]);
    }

    [Theory]
    [InlineData("the of and")]
    [InlineData("")]
    [InlineData("'; DROP TABLE search_documents; --")]
    [InlineData("a & b | !c <-> (d:*A)")]
    [InlineData("^(.*)+$ [a-z]{1,9}\\d")]
    [InlineData("%_\\%")]
    [InlineData("🦀 🚀 👩‍👩‍👧")]
    [InlineData("markdown\0parser")]
    [InlineData("\ud83e")]
    [InlineData("$1 $2 {0} :name @p")]
    public async Task Answers_whatever_it_is_asked(string text)
    {
        await StoreSampleAsync();
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            (await _database.FindAsync(text, mode)).Hits.Count.ShouldBeLessThanOrEqualTo(10);
            await _database.Search.FindSnippetsAsync(new SearchNeed(text, mode, 10, new SearchFilter()), CancellationToken.None);
        }

        (await _database.NamesAsync("markdown"))[0].ShouldBe("plainmark");
    }

    [Fact]
    public async Task Answers_a_query_of_ten_thousand_characters_by_its_beginning()
    {
        await StoreSampleAsync();
        var query = "markdown parser " + string.Join(' ', Enumerable.Range(0, 2_000).Select(static i => $"word{i}"));
        (await _database.NamesAsync(query, IndexMode.Keyword)).ShouldContain("plainmark");
    }

    [Fact]
    public async Task Finds_a_snippet_by_what_it_does_in_every_mode()
    {
        var many = SearchDatabase.Package("again", "Retries");
        await _database.StoreAsync(many, [.. Enumerable.Range(0, 6).Select(i => Snippet.Create(
            SnippetKind.Readme, many.Purl, $"README{i}.md", 1, "Retry with backoff", $"retry(request, {i})", "javascript", "Retry a request with exponential backoff"))]);
        var one = SearchDatabase.Package("pool", "Pools");
        await _database.StoreAsync(one, Snippet.Create(SnippetKind.Example, one.Purl, "examples/a.ts", 1, "Limit", "limit(2)", "typescript", "Limit what runs, with retries"));
        await _database.IndexAsync();
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            var hits = (await _database.Search.FindSnippetsAsync(new SearchNeed("retry with backoff", mode, 10, new SearchFilter()), CancellationToken.None)).Hits;
            hits[0].Snippet!.Title.ShouldBe("Retry with backoff");
            hits.Select(static hit => hit.Purl).ShouldBe([.. Enumerable.Repeat(many.Purl, 6), one.Purl]);
        }

        var typescript = new SearchFilter(Language: "typescript", SnippetKinds: [SnippetKind.Example], Ecosystems: [Ecosystem.Npm], WorstAdvisory: 3);
        (await _database.Search.FindSnippetsAsync(new SearchNeed("retry", IndexMode.Hybrid, 10, typescript), CancellationToken.None)).Hits
            .ShouldHaveSingleItem().Snippet!.Path.ShouldBe("examples/a.ts");
    }

    private async Task StoreSampleAsync()
    {
        foreach (var package in NeedSample.Packages)
        {
            await _database.StoreAsync(SearchDatabase.Package(package.Name, package.Summary, package.Downloads));
        }

        await _database.IndexAsync();
    }
}
