using Singularity.Contracts.Knowledge;
using Singularity.Embeddings;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Search;

/// <summary>Words that thousands of texts have.</summary>
[Collection("postgres")]
public sealed class CommonWordsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly StaticEmbeddingGenerator _generator = new(StaticEncoder.OpenDefault());
    private KnowledgeDatabase? _database;
    private int _next = 1;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres, _generator);

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        _generator.Dispose();
    }

    [Fact]
    public async Task A_word_that_all_have_ranks_but_does_not_choose()
    {
        var wanted = await LearnAsync("Package zebra", "A package for stripes.");
        for (var n = 0; n < 60; n++)
        {
            await LearnAsync($"Package number {n}", "Just a package.");
        }

        await Database.ExecuteAsync("ANALYZE pattern_texts, pattern_vectors");
        (await FindAsync("zebra package")).Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(wanted);
        (await FindAsync("package", 100)).Hits.Count.ShouldBeGreaterThan(50);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Among_thousands_with_common_words_the_one_that_has_them_all_is_found_analyzed_or_not(bool isAnalyzed)
    {
        await FillAsync("CASE WHEN n % 2 = 0 THEN 'alpha' ELSE 'beta' END");
        var both = await LearnAsync("Alpha", "And beta.");
        await AnalyzeAsync(isAnalyzed);

        (await FindAsync("alpha beta")).Hits[0].Pattern.Id.ShouldBe(both);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filters_find_among_thousands_with_a_common_word_what_they_leave(bool isAnalyzed)
    {
        await FillAsync("'alpha beta'");
        var rust = await LearnAsync("Alpha", "Only.", c => c with { Language = "rust" });
        var prompt = await LearnAsync("Alpha", "Too.", c => c with { Kind = PatternKind.Prompt });
        var tagged = await LearnAsync("Beta", "As well.", c => c with { Tags = ["few"] });
        await AnalyzeAsync(isAnalyzed);

        (await IdsAsync(new PatternQuery("alpha beta", Kinds: [PatternKind.Prompt], Language: "rust"))).ShouldBe([prompt]);
        (await IdsAsync(new PatternQuery("alpha beta", Language: "rust", Kinds: [PatternKind.Code]))).ShouldContain(rust);
        (await IdsAsync(new PatternQuery("alpha beta", Tags: ["few"]))).ShouldBe([tagged]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rare_word_is_not_crowded_out_by_a_common_one(bool isAnalyzed)
    {
        await FillAsync("'alpha alpha alpha'");
        var zebra = await LearnAsync("Nothing", "A zebra.");
        await AnalyzeAsync(isAnalyzed);

        (await FindAsync("alpha zebra", 100)).Hits.ShouldContain(hit => hit.Pattern.Id == zebra);
    }

    [Fact]
    public async Task Of_thousands_with_all_words_those_that_have_them_in_the_title_are_found_though_they_are_the_oldest()
    {
        await FillAsync("'alpha beta'", "CASE WHEN n <= 600 THEN 'alpha beta' ELSE '' END");
        await AnalyzeAsync(true);

        var found = (await FindAsync("alpha beta", 100)).Hits.Select(static hit => hit.Pattern.Id).ToList();
        found.Count.ShouldBe(100);
        found.Max().ShouldBeLessThanOrEqualTo(Ulid.Parse("600".PadLeft(26, '0')));
    }

    [Fact]
    public async Task Where_titles_no_longer_have_what_was_counted_the_texts_are_asked()
    {
        await FillAsync("'alpha beta'", "CASE WHEN n <= 600 THEN 'alpha beta' ELSE '' END");
        await AnalyzeAsync(true);
        await Database.ExecuteAsync("DELETE FROM pattern_texts WHERE pattern_id <= lpad('600', 26, '0')");

        (await FindAsync("alpha beta", 100)).Hits.Count.ShouldBe(100);
    }

    private async Task<Ulid> LearnAsync(string title, string body, Func<PatternContent, PatternContent>? change = null)
    {
        var content = new PatternContent { Kind = PatternKind.Code, Title = title, Body = body };
        var id = ObservationSamples.Id(_next++);
        await Database.Store.AppendAsync([ObservationSamples.Learn(id, change is null ? content : change(content))], enqueue: false, CancellationToken.None);
        return id;
    }

    private Task<PatternAnswer> FindAsync(string query, int limit = 10) => Database.Search.FindAsync(new PatternQuery(query, Limit: limit), CancellationToken.None);

    private async Task<IEnumerable<Ulid>> IdsAsync(PatternQuery query) =>
        (await Database.Search.FindAsync(query, CancellationToken.None)).Hits.Select(static h => h.Pattern.Id).Order();

    // Thousands through the store would take their time; of these, search reads no more than stands here.
    private async Task FillAsync(string text, string title = "''")
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO patterns (id, group_id, state, view)
            SELECT id, id, 'live', json_build_object('id', id, 'state', 'live') FROM (SELECT lpad(n::text, 26, '0') AS id FROM generate_series(1, 3000) n) of
            """);
        await Database.ExecuteAsync(
            $"""
            INSERT INTO pattern_texts (pattern_id, is_cached, kind, language, tags, purls, content_hash, content_digest, terms)
            SELECT lpad(n::text, 26, '0'), false, 'code', 'csharp', '{"{some}"}', '{"{}"}', '', '',
                setweight(to_tsvector('english', {title}), 'A') || to_tsvector('english', {text}) FROM generate_series(1, 3000) n
            """);
    }

    private async Task AnalyzeAsync(bool isAnalyzed)
    {
        if (isAnalyzed)
        {
            await Database.ExecuteAsync("ANALYZE pattern_texts");
        }
    }
}
