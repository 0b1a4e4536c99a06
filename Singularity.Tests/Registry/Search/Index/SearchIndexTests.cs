using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class SearchIndexTests : IDisposable
{
    private static readonly StaticEncoder Encoder = StaticEncoder.OpenDefault();

    private readonly SearchIndex _index = Of(NeedSample.Packages);

    [Fact]
    public void Finds_packages_by_need_better_by_both_ways_than_by_words()
    {
        var hybrid = FirstThree(IndexMode.Hybrid);
        hybrid.ShouldBeGreaterThanOrEqualTo(NeedSample.Needs.Count - 3);
        hybrid.ShouldBeGreaterThan(FirstThree(IndexMode.Keyword));
    }

    [Fact]
    public void Says_why()
    {
        var hit = First("markdown to HTML");
        hit.Document.Name.ShouldBe("plainmark");
        hit.Terms.ShouldBe(["markdown", "html"]);
        hit.Scores.Keyword.ShouldBe(1);
        hit.Scores.Vector.ShouldBeInRange(0.1f, 1.01f);
        hit.Scores.Cover.ShouldBe(1, 0.01f);
        hit.Scores.Popularity.ShouldBeGreaterThan(1);
        hit.Name.ShouldBe(NameMatch.None);
    }

    [Theory]
    [InlineData("wirecall-mock")]
    [InlineData("Dayling")]
    [InlineData("  duplex-ws ")]
    public void What_is_called_like_the_query_comes_first(string name)
    {
        var hit = First(name);
        hit.Document.Name.ShouldBe(name.Trim().ToLowerInvariant());
        hit.Name.ShouldBe(NameMatch.Exact);
    }

    [Fact]
    public void A_name_is_found_by_its_beginning()
    {
        var hit = First("logbar");
        hit.Document.Name.ShouldBe("logbarrel");
        hit.Name.ShouldBe(NameMatch.Prefix);
    }

    [Fact]
    public void What_others_say_of_a_package_finds_it()
    {
        using var index = Of([
            new("1", "quern", "The best there is"),
            new("2", "a", "Milling plugin for quern"),
            new("3", "b", "Another milling helper, works with quern.js"),
            new("4", "c", "Unrelated"),
        ]);
        var hit = index.Search(new IndexQuery("milling", IndexMode.Keyword)).Single(static hit => hit.Document.Name == "quern");
        hit.Terms.ShouldBe(["mill"]);
        index.Remove(["3"]);
        index.Search(new IndexQuery("milling", IndexMode.Keyword)).ShouldNotContain(static hit => hit.Document.Name == "quern");
    }

    [Fact]
    public void A_filter_that_few_pass_still_finds_those_few()
    {
        var many = Enumerable.Range(0, 1000).Select(static i => new IndexDocument($"npm/{i}", $"json-{i}", "JSON parser", Downloads: 1000));
        using var index = Of([.. many, new("cargo/serde", "serde-like", "Parser for JSON and more")]);
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            index.Search(new IndexQuery("json parser", mode, 5, static document => document.Id.StartsWith("cargo/", StringComparison.Ordinal)))
                .Select(static hit => hit.Document.Id).ShouldBe(["cargo/serde"]);
        }
    }

    [Fact]
    public void Of_equal_texts_the_more_downloaded_comes_first()
    {
        using var index = Of([new("1", "left", "CSV parser", Downloads: 10), new("2", "right", "CSV parser", Downloads: 100_000)]);
        index.Search(new IndexQuery("parse csv")).Select(static hit => hit.Document.Id).ShouldBe(["2", "1"]);
    }

    [Fact]
    public void Without_a_model_words_alone_are_searched()
    {
        using var index = new SearchIndex(new IndexOptions(), null);
        index.Put(NeedSample.Packages);
        index.Model.ShouldBeNull();
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            index.Search(new IndexQuery("TOML", mode)).Single().Document.Name.ShouldBe("tomlish");
        }
    }

    [Fact]
    public void Replacing_and_removing_leave_nothing_behind()
    {
        _index.Put([NeedSample.Packages[0] with { Summary = "Knits woollen socks" }]);
        First("woollen socks").Document.Name.ShouldBe("wirecall");
        _index.Count.ShouldBe(NeedSample.Packages.Count);
        _index.Remove([NeedSample.Packages[0].Id, "pkg:npm/never-there"]);
        _index.Search(new IndexQuery("woollen socks", IndexMode.Keyword)).ShouldBeEmpty();
        _index.Count.ShouldBe(NeedSample.Packages.Count - 1);
    }

    [Fact]
    public void Takes_no_more_than_its_memory()
    {
        using var index = new SearchIndex(new IndexOptions { MemoryBytes = 1 << 20 }, null);
        var documents = Enumerable.Range(0, 20_000).Select(static i => new IndexDocument($"{i}", $"name{i}", $"summary number {i} with words")).ToList();
        var taken = index.Put(documents);
        taken.ShouldBeInRange(100, documents.Count - 1);
        index.Count.ShouldBe(taken);
        index.Bytes.ShouldBeLessThan(2 << 20);
        index.Put([documents[^1]]).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀🔥")]
    [InlineData("'; DROP TABLE packages; --")]
    [InlineData("(a+)+$ [z-a] \\")]
    [InlineData("the of and")]
    [InlineData("\0\uffff\ud800")]
    public void Odd_queries_are_only_words(string query) =>
        _index.Search(new IndexQuery(query)).Count.ShouldBeLessThanOrEqualTo(10);

    [Fact]
    public void Long_queries_are_cut()
    {
        var query = string.Concat(Enumerable.Repeat("markdown html parser ", 5000));
        First(query).Document.Name.ShouldBe("plainmark");
    }

    public void Dispose() => _index.Dispose();

    private static SearchIndex Of(IReadOnlyList<IndexDocument> documents)
    {
        var index = new SearchIndex(new IndexOptions(), Encoder);
        index.Put(documents).ShouldBe(documents.Count);
        return index;
    }

    private IndexHit First(string query) => _index.Search(new IndexQuery(query))[0];

    private int FirstThree(IndexMode mode) => NeedSample.Needs.Count(need =>
        _index.Search(new IndexQuery(need.Need, mode, 3)).Any(hit => hit.Document.Name == need.Answer));
}
