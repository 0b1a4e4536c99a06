using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Embeddings;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Search;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Search;

[Collection("postgres")]
public sealed class PatternSearchTests(PostgresFixture postgres) : IAsyncLifetime
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
    public async Task Finds_by_stemmed_words_before_there_are_vectors_and_says_what_the_score_is_made_of()
    {
        var retry = await LearnAsync("Retrying requests", "Wait longer after each failure.");
        await LearnAsync("Parsing dates", "Name the culture.");

        var answer = await FindAsync("how to retry a request");

        var hit = answer.Hits.ShouldHaveSingleItem();
        hit.Pattern.Id.ShouldBe(retry);
        hit.Why.Keyword.ShouldBe(1);
        hit.Why.Semantic.ShouldBe(0);
        hit.Score.ShouldBe(hit.Why.Relevance * (0.5 + (0.5 * hit.Confidence.Confidence)), 1e-12);
    }

    [Fact]
    public async Task Finds_by_meaning_what_has_none_of_the_words()
    {
        var http = await LearnAsync("Retry failed http requests", "Send the request again after a delay.");
        await LearnAsync("Draw charts", "Render an svg with axes and a legend.");
        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(2);
        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(0);

        var answer = await FindAsync("network client backoff");

        answer.Model.ShouldBe("package-text-128");
        answer.Hits[0].Pattern.Id.ShouldBe(http);
        answer.Hits[0].Why.Keyword.ShouldBe(0);
        answer.Hits[0].Why.Semantic.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Of_two_that_fit_alike_the_proven_one_comes_first_and_the_new_one_is_still_found()
    {
        var unproven = await LearnAsync("Retry requests", "One way.");
        var proven = await LearnAsync("Retry requests", "Two ways.");
        await AppendAsync([.. Enumerable.Range(0, 30).Select(n => Observe(proven, new Used { Success = true }, $"i{n % 3}"))]);

        (await FindAsync("retry requests")).Hits.Select(static h => h.Pattern.Id).ShouldBe([proven, unproven]);
    }

    [Fact]
    public async Task A_correction_is_found_by_its_new_words_and_vector_and_no_longer_by_the_old()
    {
        var id = await LearnAsync("Obsolete incantation", "Old.");
        await Database.Vectors.FillAsync(100, CancellationToken.None);
        await AppendAsync([Observe(id, new Corrected { Changes = new PatternChanges { Title = "Modern ritual" } })]);

        (await FindAsync("incantation")).Hits.ShouldBeEmpty();
        (await FindAsync("ritual")).Hits.ShouldHaveSingleItem();
        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_use_leaves_text_and_vector_as_they_are()
    {
        var id = await LearnAsync("Retry requests", "One way.");
        await Database.Vectors.FillAsync(100, CancellationToken.None);
        await AppendAsync([Observe(id, new Used { Success = true })]);

        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Filters_by_kind_language_and_tags_in_both_ways_of_searching()
    {
        var code = await LearnAsync("Retry requests", "One.", c => c with { Language = "csharp", Tags = ["http", "fast"] });
        var prompt = await LearnAsync("Retry requests", "Two.", c => c with { Kind = PatternKind.Prompt, Language = null, Tags = ["http"] });
        await LearnAsync("Retry requests", "Three.", c => c with { Language = "rust", Tags = [] });
        foreach (var _ in (int[])[0, 1])
        {
            (await IdsAsync(new PatternQuery("retry requests", Kinds: [PatternKind.Prompt]))).ShouldBe([prompt]);
            (await IdsAsync(new PatternQuery("retry requests", Language: "csharp"))).ShouldBe([code, prompt]);
            (await IdsAsync(new PatternQuery("retry requests", Tags: ["fast", "http"]))).ShouldBe([code]);
            await Database.Vectors.FillAsync(100, CancellationToken.None);
        }
    }

    [Fact]
    public async Task What_speaks_against_the_best_bound_lets_the_next_pass()
    {
        var weakened = await LearnAsync("Retry requests", "One way.");
        var sound = await LearnAsync("Retry requests", "Two ways.");
        foreach (var of in (Ulid[])[weakened, sound])
        {
            await AppendAsync([.. Enumerable.Range(0, 30).Select(n => Observe(of, new Used { Success = true }, $"i{n % 3}"))]);
        }

        await AppendAsync([Observe(weakened, new Weakened { Cause = "gone", Reason = "Removed." })]);

        (await FindAsync("retry requests", 1)).Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(sound);
        (await FindAsync("retry requests")).Hits.Select(static hit => hit.Pattern.Id).ShouldBe([sound, weakened]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("'; DROP TABLE patterns; --")]
    [InlineData("\\'& | ! <-> (:*) \0")]
    [InlineData("C++ & a:b")]
    public async Task No_query_breaks_the_search(string query)
    {
        await LearnAsync("Retry requests", "One.");
        await Database.Vectors.FillAsync(100, CancellationToken.None);

        (await FindAsync(query)).Query.ShouldBe(query);
    }

    [Fact]
    public async Task A_text_without_a_word_that_the_model_knows_is_found_by_its_words_and_not_tried_again()
    {
        await LearnAsync("？", "！", c => c with { Tags = [], Packages = [], Code = "xyzzy", Language = null });
        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(1);
        (await Database.Vectors.FillAsync(100, CancellationToken.None)).ShouldBe(0);

        (await FindAsync("xyzzy")).Hits.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Search_uses_the_indexes()
    {
        await LearnAsync("Retry requests", "One.");
        await Database.Vectors.FillAsync(100, CancellationToken.None);
        var plan = await ExplainAsync("SELECT pattern_id FROM pattern_texts WHERE terms @@ '''retri'''::tsquery");
        plan.ShouldContain("pattern_texts_terms");
        plan = await ExplainAsync("SELECT pattern_id FROM pattern_texts WHERE ts_filter(terms, '{a,b}') @@ '''retri'''::tsquery");
        plan.ShouldContain("pattern_texts_heads");
        plan = await ExplainAsync(
            $"SELECT pattern_id FROM pattern_vectors WHERE model = 1 AND embedding IS NOT NULL ORDER BY (embedding::vector(128)) <=> (SELECT '[{string.Join(',', Enumerable.Repeat("1", 128))}]'::vector(128)) LIMIT 5");
        plan.ShouldContain("pattern_vectors_hnsw_1");
    }

    [Fact]
    public async Task Patterns_about_a_package_are_those_whose_range_holds_the_version()
    {
        var all = await LearnAsync("Everywhere", "a", c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto" }] });
        var newer = await LearnAsync("Newer", "b", c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto", Range = ">= 3.11.0" }] });
        await LearnAsync("Unreadable", "c", c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto", Range = "whatever" }] });
        await LearnAsync("Other", "d", c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto_sql" }] });
        var patterns = new PackagePatterns(Database.Source, Database.Scores, new AtLeast(), Database.Time);

        (await patterns.FindAsync(Ecosystem.Hex, "ecto", "3.11.2", 10, CancellationToken.None)).Select(static f => f.Pattern.Id).ShouldBe([newer, all]);
        (await patterns.FindAsync(Ecosystem.Hex, "ecto", "3.10.0", 10, CancellationToken.None)).Select(static f => f.Pattern.Id).ShouldBe([all]);
    }

    private async Task<Ulid> LearnAsync(string title, string body, Func<PatternContent, PatternContent>? change = null)
    {
        var content = new PatternContent { Kind = PatternKind.Code, Title = title, Body = body };
        var id = ObservationSamples.Id(_next++);
        await AppendAsync([ObservationSamples.Learn(id, change is null ? content : change(content))]);
        return id;
    }

    private ReceivedObservation Observe(Ulid pattern, ObservationFact fact, string instance = "one") =>
        ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(10_000 + _next++), pattern, fact, instance));

    private async Task AppendAsync(IReadOnlyList<ReceivedObservation> observations) => await Database.Store.AppendAsync(observations, enqueue: false, CancellationToken.None);

    private Task<PatternAnswer> FindAsync(string query, int limit = 10) => Database.Search.FindAsync(new PatternQuery(query, Limit: limit), CancellationToken.None);

    private async Task<IEnumerable<Ulid>> IdsAsync(PatternQuery query) =>
        (await Database.Search.FindAsync(query, CancellationToken.None)).Hits.Select(static h => h.Pattern.Id).Order();

    private async Task<string> ExplainAsync(string sql)
    {
        await using var connection = await Database.Source.OpenConnectionAsync();
        await using var command = new Npgsql.NpgsqlCommand($"SET enable_seqscan = off; SET enable_sort = off; EXPLAIN {sql}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        return plan;
    }

    private sealed class AtLeast : IVersionRanges
    {
        public bool? Contains(Ecosystem ecosystem, string range, string version) =>
            range.StartsWith(">= ", StringComparison.Ordinal) ? Version.Parse(version) >= Version.Parse(range[3..]) : null;
    }
}
