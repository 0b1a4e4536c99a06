using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Storage;

[Collection("postgres")]
public sealed class PatternCacheTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Ulid A = ObservationSamples.Id(1);
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task What_an_authority_answered_is_found_with_where_it_came_from_and_marked_when_it_has_expired()
    {
        await StoreAsync(ObservationSamples.Content());

        var fresh = (await FindAsync()).ShouldHaveSingleItem();
        fresh.Source.ShouldBe(new PatternSource("central", Database.Time.GetUtcNow()));
        fresh.Pattern.Uses.Successes.ShouldBe(1);
        fresh.Confidence.Uses.ShouldBe(1);

        Database.Time.Advance(TimeSpan.FromDays(2));
        (await FindAsync()).ShouldHaveSingleItem().Source.IsExpired.ShouldBeTrue();
        await StoreAsync(ObservationSamples.Content() with { Body = "Answered again." });
        var again = (await FindAsync()).ShouldHaveSingleItem();
        again.Source.IsExpired.ShouldBeFalse();
        again.Pattern.Content!.Body.ShouldBe("Answered again.");
    }

    [Fact]
    public async Task What_nobody_answered_for_long_is_forgotten()
    {
        await StoreAsync(ObservationSamples.Content());
        (await Database.Cache.ForgetOldAsync(CancellationToken.None)).ShouldBe(0);
        Database.Time.Advance(TimeSpan.FromDays(91));

        (await Database.Cache.ForgetOldAsync(CancellationToken.None)).ShouldBe(1);
        (await FindAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_this_database_holds_itself_is_never_replaced_by_what_it_was_told()
    {
        await Database.Store.AppendAsync([ObservationSamples.Learn(A)], enqueue: false, CancellationToken.None);
        await StoreAsync(ObservationSamples.Content() with { Body = "Told otherwise." });

        var hit = (await FindAsync()).ShouldHaveSingleItem();
        hit.Source.Authority.ShouldBeNull();
        hit.Pattern.Content!.Body.ShouldNotBe("Told otherwise.");
    }

    [Fact]
    public async Task The_pattern_itself_takes_the_place_of_what_was_told_of_it()
    {
        await StoreAsync(ObservationSamples.Content());
        await Database.Store.AppendAsync([ObservationSamples.Learn(A)], enqueue: false, CancellationToken.None);

        (await FindAsync()).ShouldHaveSingleItem().Source.ShouldBe(new PatternSource());
    }

    [Fact]
    public async Task A_use_of_a_cached_pattern_does_not_hide_it_and_a_retract_does_for_good()
    {
        await StoreAsync(ObservationSamples.Content());
        await Database.Store.AppendAsync(
            [ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(50), A, new Used { Success = true }))], enqueue: true, CancellationToken.None);
        (await FindAsync()).ShouldHaveSingleItem().Source.Authority.ShouldBe("central");

        await Database.Store.AppendAsync(
            [ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(51), A, new Retracted()))], enqueue: true, CancellationToken.None);
        (await FindAsync()).ShouldBeEmpty();
        await StoreAsync(ObservationSamples.Content());
        (await FindAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_authority_that_says_it_is_gone_takes_it_away()
    {
        await StoreAsync(ObservationSamples.Content());
        var gone = PatternFold.Fold([ObservationSamples.Learn(A), ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(51), A, new Retracted()))]);
        await Database.Cache.StoreAsync("central", gone, CancellationToken.None);

        (await FindAsync()).ShouldBeEmpty();
    }

    private Task StoreAsync(PatternContent content) => Database.Cache.StoreAsync(
        "central",
        PatternFold.Fold(
        [
            ObservationSamples.Learn(A, content, "elsewhere"),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(40), A, new Used { Success = true }, "elsewhere")),
        ]),
        CancellationToken.None);

    private async Task<IReadOnlyList<PatternHit>> FindAsync() => (await Database.Search.FindAsync(new PatternQuery("retry jitter"), CancellationToken.None)).Hits;
}
