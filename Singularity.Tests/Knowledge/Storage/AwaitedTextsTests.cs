using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Storage;

[Collection("postgres")]
public sealed class AwaitedTextsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Count = AwaitedTexts.Many + 50;
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    private LogLines<AwaitedTexts> Log { get; } = new();

    private AwaitedTexts Texts => new(Database.Source, Log);

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task Of_hundreds_at_once_the_words_are_sorted_in_page_by_page_and_the_patterns_read_at_once()
    {
        await LearnManyAsync();

        (await Database.Patterns.ReadAsync(ObservationSamples.Id(7), CancellationToken.None))!.Content!.Title.ShouldBe("Title 7");
        (await FindAsync("7")).ShouldBeEmpty();
        (await Texts.FillAsync(100, CancellationToken.None)).ShouldBe(100);
        (await Texts.FillAsync(100, CancellationToken.None)).ShouldBe(100);
        (await Texts.FillAsync(100, CancellationToken.None)).ShouldBe(Count - 200);
        (await Texts.FillAsync(100, CancellationToken.None)).ShouldBe(0);
        (await FindAsync("7")).ShouldBe([ObservationSamples.Id(7)]);
    }

    [Fact]
    public async Task What_changed_while_its_words_waited_is_found_by_the_new_ones()
    {
        await LearnManyAsync();
        await AppendAsync(ObservationSamples.Observe(ObservationSamples.Id(5_000), ObservationSamples.Id(7), new Corrected { Changes = new PatternChanges { Title = "Marmalade" } }));
        await AppendAsync(ObservationSamples.Observe(ObservationSamples.Id(5_001), ObservationSamples.Id(8), new Retracted()));
        (await FindAsync("marmalade")).ShouldBe([ObservationSamples.Id(7)]);

        await Texts.FillAsync(Count, CancellationToken.None);

        (await FindAsync("marmalade")).ShouldBe([ObservationSamples.Id(7)]);
        (await FindAsync("8")).ShouldBeEmpty();
        (await Database.ScalarAsync("SELECT count(*) FROM pattern_texts")).ShouldBe((long)Count - 1);
    }

    [Fact]
    public async Task A_refused_text_alone_stays_without_words_and_is_not_tried_again_until_it_changes()
    {
        await LearnManyAsync();
        await Database.ExecuteAsync("ALTER TABLE pattern_texts ADD CONSTRAINT refused CHECK (NOT terms @@ '7 | 120'::tsquery)");

        (await Texts.FillAsync(Count + 1, CancellationToken.None)).ShouldBe(Count);

        (await Texts.FillAsync(Count, CancellationToken.None)).ShouldBe(0);
        (await FindAsync("7")).ShouldBeEmpty();
        (await FindAsync("8")).ShouldBe([ObservationSamples.Id(8)]);
        (await Database.Patterns.ReadAsync(ObservationSamples.Id(7), CancellationToken.None))!.Content!.Title.ShouldBe("Title 7");
        (await Database.ScalarAsync("SELECT count(*) FROM pattern_vectors WHERE model IS NULL")).ShouldBe((long)Count);
        var refused = Log.Of(4004);
        refused.Count.ShouldBe(2);
        refused.ShouldContain(line => line.Contains(ObservationSamples.Id(7).ToString(), StringComparison.Ordinal) && line.Contains("23514", StringComparison.Ordinal));

        await AppendAsync(ObservationSamples.Observe(ObservationSamples.Id(5_000), ObservationSamples.Id(7), new Corrected { Changes = new PatternChanges { Title = "Marmalade" } }));
        (await FindAsync("marmalade")).ShouldBe([ObservationSamples.Id(7)]);
    }

    private async Task LearnManyAsync() => (await Database.Store.AppendAsync(
        [.. Enumerable.Range(1, Count).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Title {n}") with { Body = "Same.", Code = null }))],
        enqueue: false,
        CancellationToken.None)).Added.ShouldBe(Count);

    private Task<AppendResult> AppendAsync(Observation observation) => Database.Store.AppendAsync([ObservationSamples.Received(observation)], enqueue: false, CancellationToken.None);

    private async Task<IReadOnlyList<Ulid>> FindAsync(string words) =>
        [.. (await Database.Search.FindAsync(new PatternQuery(words), CancellationToken.None)).Hits.Select(static hit => hit.Pattern.Id)];
}
