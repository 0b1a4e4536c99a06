using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;
using Singularity.Tests.Registry.Search;
using Singularity.Tests.Registry.Search.Index;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Storage;

/// <summary>Search without servers.</summary>
public sealed class EmbeddedSearchTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly EmbeddedDatabase _database;
    private readonly EmbeddedStore _store;

    public EmbeddedSearchTests()
    {
        _database = new EmbeddedDatabase(
            Options.Create(new EmbeddedOptions { File = Path.Combine(_folder.Path, "package_cache.db") }), _time, NullLogger<EmbeddedDatabase>.Instance);
        _store = new EmbeddedStore(_database);
    }

    [Fact]
    public async Task Finds_packages_by_need()
    {
        foreach (var package in NeedSample.Packages)
        {
            await PutAsync(Package(package.Name) with { Description = package.Summary, Downloads = package.Downloads });
        }

        var found = 0;
        foreach (var (need, answer) in NeedSample.Needs)
        {
            var hits = (await AskAsync(new SearchPackages(need, ["package"], Limit: 3))).Hits;
            found += hits.Any(hit => hit.Title == answer) ? 1 : 0;
            hits.ShouldAllBe(static hit => hit.Why != null && hit.Why.Popularity > 1);
        }

        found.ShouldBeGreaterThanOrEqualTo(NeedSample.Needs.Count - 3);
    }

    [Fact]
    public async Task Finds_a_package_by_what_only_its_readme_says()
    {
        await PutAsync(Package("blob") with { Description = "A small helper", Readme = "# blob\n\nCalculates sunrise and moon phases." });
        await PutAsync(Package("other") with { Description = "Another helper", Readme = "# other\n" });

        var hit = (await AskAsync(new SearchPackages("moon phase", ["package"]))).Hits[0];

        hit.Title.ShouldBe("blob");
        hit.Terms.ShouldBe(["moon", "phase"]);
    }

    [Fact]
    public async Task Finds_snippets_by_their_words_and_those_of_a_package_that_answers_the_need()
    {
        var retry = Package("againly") with { Description = "Run a promise again with exponential backoff until it succeeds" };
        await PutAsync(retry, Snippet(retry, "Usage", "await again(() => load(url))"), Snippet(retry, "Types", "again<T>(work: () => Promise<T>): Promise<T>", SnippetKind.Signature));
        var dates = Package("dayling") with { Description = "Parse dates" };
        await PutAsync(dates, Snippet(dates, "Usage", "parseDate('2025-01-01')"), Snippet(dates, "Options", "const p = retryPolicy({ limit: 3 });"));

        var byWord = (await AskAsync(new SearchPackages("RetryPolicies", ["snippet"], Mode: "keyword"))).Hits;
        var byNeed = (await AskAsync(new SearchPackages("retry with backoff", ["snippet"]))).Hits;
        var examples = (await AskAsync(new SearchPackages("retry with backoff", ["snippet"], SnippetKinds: [SnippetKind.Readme]))).Hits;

        byWord.ShouldHaveSingleItem().Snippet!.Code.ShouldStartWith("const p");
        byWord[0].Terms.ShouldNotBeEmpty();
        byNeed[0].Snippet!.Code.ShouldStartWith("const p");
        examples.ShouldAllBe(static hit => hit.Snippet!.Kind == SnippetKind.Readme);
        (await AskAsync(new SearchPackages("again", ["snippet"], Language: "python"))).Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_filter_leaves_out_what_it_names()
    {
        await PutAsync(Package("retry-old") with { Description = "Retry", License = "MIT", Versions = [new PackageVersion("1.0.0", Noon.AddDays(-400))] });
        await PutAsync(Package("retry-new") with { Description = "Retry", License = "Apache-2.0", Versions = [new PackageVersion("1.0.0", Noon.AddDays(-4))] });
        await PutAsync(Package("retry-unknown") with { Description = "Retry", Advisories = [new Advisory("A-1", "bad", "unknown")] });
        await PutAsync(Package("retry-low") with { Description = "Retry", Advisories = [new Advisory("A-2", "bad", "low")] });
        await PutAsync(Package("retry-crate") with { Description = "Retry", Ecosystem = Ecosystem.Cargo, Version = "2.0.0" });

        (await NamesAsync(new SearchPackages("retry"))).Count.ShouldBe(5);
        (await NamesAsync(new SearchPackages("retry", License: "MIT"))).ShouldBe(["retry-old"]);
        (await NamesAsync(new SearchPackages("retry", MaxAgeDays: 30))).ShouldBe(["retry-new"]);
        (await NamesAsync(new SearchPackages("retry", Ecosystems: [Ecosystem.Cargo]))).ShouldBe(["retry-crate"]);
        (await NamesAsync(new SearchPackages("retry", Version: "2.0.0"))).ShouldBe(["retry-crate"]);
        (await NamesAsync(new SearchPackages("retry", MaxAdvisorySeverity: "none"))).ShouldBe(["retry-crate", "retry-new", "retry-old"]);
        (await NamesAsync(new SearchPackages("retry", MaxAdvisorySeverity: "medium"))).ShouldBe(["retry-crate", "retry-low", "retry-new", "retry-old"]);
    }

    [Fact]
    public async Task What_is_deprecated_or_yanked_comes_later_unless_it_is_named()
    {
        await PutAsync(Package("parse-csv") with { Description = "CSV parser", Downloads = 900_000, Deprecated = "Use comma-rows" });
        await PutAsync(Package("csv-yanked") with { Description = "CSV parser", Downloads = 900_000, Versions = [new PackageVersion("1.0.0", Yanked: true)] });
        await PutAsync(Package("comma-rows") with { Description = "CSV parser", Downloads = 10 });

        var hits = (await AskAsync(new SearchPackages("CSV parser"))).Hits;
        var named = (await AskAsync(new SearchPackages("parse-csv"))).Hits;

        hits[0].Title.ShouldBe("comma-rows");
        hits[0].Why!.Penalty.ShouldBe(1);
        hits.Skip(1).ShouldAllBe(static hit => hit.Why!.Penalty == 0.5);
        named[0].Title.ShouldBe("parse-csv");
        (named[0].Why!.Name, named[0].Why!.Penalty).ShouldBe(("exact", 1.0));
    }

    [Fact]
    public async Task Without_a_model_file_words_are_searched_and_the_answer_names_it()
    {
        await PutAsync(Package("tomlish") with { Description = "TOML parser" });

        var answer = await AskAsync(new SearchPackages("TOML"), SearchModels.Missing);

        answer.Hits.ShouldHaveSingleItem().Title.ShouldBe("tomlish");
        (answer.Mode, answer.Model).ShouldBe(("keyword", null));
        answer.Notice.ShouldNotBeNull().ShouldContain("/nowhere/words.bin");
        (await AskAsync(new SearchPackages("TOML", Mode: "keyword"), SearchModels.Missing)).Notice.ShouldBeNull();
    }

    [Fact]
    public async Task Says_how_it_was_searched()
    {
        await PutAsync(Package("tomlish") with { Description = "TOML parser" });

        var answer = await AskAsync(new SearchPackages("TOML"));

        (answer.Mode, answer.Model, answer.ServedBy, answer.Notice).ShouldBe(("hybrid", SearchModels.Encoder.Name, ServedBy.Embedded, null));
        (await AskAsync(new SearchPackages("quantum chromodynamics"))).Hits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("😀🔥")]
    [InlineData("the of and")]
    [InlineData("'; DROP TABLE packages; --")]
    [InlineData("a & | ! ( ) : * <-> \\")]
    [InlineData("(a+)+$ [z-a] ….*[^")]
    [InlineData("\ud800 \uffff")]
    public async Task Odd_queries_are_only_words(string query)
    {
        var package = Package("demo") with { Description = "Drop a table" };
        await PutAsync(package, Snippet(package, "Usage", "demo(1)"));

        foreach (var mode in (string[])["keyword", "semantic", "hybrid"])
        {
            (await AskAsync(new SearchPackages(query, Mode: mode))).Hits.Count.ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public async Task Sees_what_other_processes_wrote_after_a_moment()
    {
        var search = Search(SearchModels.Static);
        await PutAsync(Package("tomlish") with { Description = "TOML parser" });
        (await AskAsync(new SearchPackages("TOML"), search)).Hits.Count.ShouldBe(1);
        await PutAsync(Package("tomlier") with { Description = "TOML writer" });

        _time.Advance(TimeSpan.FromMinutes(1));

        (await AskAsync(new SearchPackages("TOML"), search)).Hits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Finds_what_an_earlier_version_of_the_program_stored()
    {
        await PutAsync(Package("blob") with { Description = "A small helper", Readme = "Calculates moon phases.", Deprecated = "Gone" });
        var held = _database.Packages.FindById(PackageKey.For(Ecosystem.Npm, "blob"))!;
        (held.Words, held.Deprecated) = (null, false);
        _database.Packages.Upsert(held);

        (await AskAsync(new SearchPackages("moon phases"))).Hits.ShouldHaveSingleItem().Why!.Penalty.ShouldBe(0.5);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static PackageRecord Package(string name) => StoreTests.Package(name, "1.0.0", latest: "1.0.0");

    private static Snippet Snippet(PackageRecord package, string title, string code, SnippetKind kind = SnippetKind.Readme) =>
        Singularity.Contracts.Packages.Snippet.Create(kind, package.Purl, "README.md", 3, title, code, "javascript");

    private Task<PackageEntry> PutAsync(PackageRecord package, params Snippet[] snippets) =>
        _store.StoreAsync(new CollectedPackage(package, snippets), PackageEntry.From(package, 0), CancellationToken.None);

    private EmbeddedSearch Search(SearchModel model) => new(_database, _store, model, Options.Create(new IndexOptions()), _time);

    private Task<SearchAnswer> AskAsync(SearchPackages request, SearchModel? model = null) => AskAsync(request, Search(model ?? SearchModels.Static));

    private static async Task<SearchAnswer> AskAsync(SearchPackages request, EmbeddedSearch source)
    {
        SearchQuestion.TryRead(request, Noon, out var question, out var problem).ShouldBeTrue(problem);
        return (await new PackageSearch([source], NullLogger<PackageSearch>.Instance).FindAsync(question!, CancellationToken.None)).ShouldNotBeNull();
    }

    private async Task<List<string>> NamesAsync(SearchPackages request) =>
        [.. (await AskAsync(request)).Hits.Select(static hit => hit.Title).Order(StringComparer.Ordinal)];
}
