using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Observations;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Authoring;

[Collection("postgres")]
public sealed class AuthoringTests(PostgresFixture postgres) : IAsyncLifetime
{
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task Learns_once_and_names_what_it_knows_already()
    {
        var learn = Learning(Database.Author());
        var id = (await learn.RunAsync(ObservationSamples.Content(), CancellationToken.None)).ShouldBeOfType<LearnOutcome.Learned>().Id;

        (await learn.RunAsync(ObservationSamples.Content() with { Tags = [] }, CancellationToken.None)).ShouldBe(new LearnOutcome.Known(id));
        (await Database.Outbox.ReadAsync(10, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await learn.RunAsync(ObservationSamples.Content() with { Title = "" }, CancellationToken.None)).ShouldBeOfType<LearnOutcome.Invalid>().Problem.ShouldContain("title");
    }

    [Fact]
    public async Task Learning_what_was_retracted_makes_a_new_pattern_that_names_the_old_one()
    {
        var author = Database.Author();
        var learn = Learning(author);
        var old = (await learn.RunAsync(ObservationSamples.Content(), CancellationToken.None)).ShouldBeOfType<LearnOutcome.Learned>().Id;
        (await Retracting(author).RunAsync(old, "wrong", CancellationToken.None)).ShouldBeOfType<RetractOutcome.Retracted>().Ids.ShouldBe([old]);

        var id = (await learn.RunAsync(ObservationSamples.Content(), CancellationToken.None)).ShouldBeOfType<LearnOutcome.Learned>().Id;

        var pattern = (await Database.Patterns.ReadAsync(id, CancellationToken.None))!;
        pattern.Replaces.ShouldBe(old);
        pattern.State.ShouldBe(PatternState.Live);
        (await Database.Patterns.ReadAsync(old, CancellationToken.None))!.State.ShouldBe(PatternState.Retracted);
        (await Retracting(author).RunAsync(ObservationSamples.Id(1), null, CancellationToken.None)).ShouldBeOfType<RetractOutcome.Unknown>();
    }

    [Fact]
    public async Task Retracting_one_of_a_group_takes_back_all_of_it()
    {
        var (a, b) = (ObservationSamples.Id(1), ObservationSamples.Id(2));
        await AppendAsync(
            ObservationSamples.Learn(a), ObservationSamples.Learn(b, ObservationSamples.Content("Other")),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(50), b, new MergeConfirmed { Other = a })));

        (await Retracting(Database.Author()).RunAsync(b, null, CancellationToken.None)).ShouldBeOfType<RetractOutcome.Retracted>().Ids.ShouldBe([a, b]);
        (await Database.Patterns.ListAsync(null, null, 10, CancellationToken.None)).ShouldAllBe(static p => p.State == PatternState.Retracted);
    }

    [Fact]
    public async Task A_correction_wins_over_what_its_author_saw_though_that_was_dated_a_year_ahead()
    {
        var id = ObservationSamples.Id(1);
        var ahead = new HybridTime(ObservationSamples.Start + (365L * 86_400_000), 3);
        await AppendAsync(
            ObservationSamples.Learn(id),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(50), id, new Corrected { Changes = new PatternChanges { Title = "Ahead" } }, "two", ahead)));
        var seen = (await Database.Patterns.ReadAsync(id, CancellationToken.None))!;
        seen.Content!.Title.ShouldBe("Ahead");

        await AppendAsync(ObservationSamples.Received((await Database.Author().ReadAsync(CancellationToken.None)).Observe(seen, new Corrected { Changes = new PatternChanges { Title = "Mended" } })));

        (await Database.Patterns.ReadAsync(id, CancellationToken.None))!.Content!.Title.ShouldBe("Mended");
    }

    private LearnPattern Learning(LocalAuthor author) => new(author, Database.Store, Database.Patterns);

    private RetractPattern Retracting(LocalAuthor author) => new(author, Database.Store, Database.Patterns, Database.Cache);

    private async Task AppendAsync(params ReceivedObservation[] observations) => await Database.Store.AppendAsync(observations, enqueue: false, CancellationToken.None);
}
