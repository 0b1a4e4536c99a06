using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Authoring;

[Collection("postgres")]
public sealed class LocalAuthorTests(PostgresFixture postgres) : IAsyncLifetime
{
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task All_processes_of_a_database_observe_as_one_instance()
    {
        using var first = Database.Author();
        using var second = Database.Author();
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i => (await (i % 2 == 0 ? first : second).ReadAsync(CancellationToken.None)).Learn(ObservationSamples.Content())));

        ids.Select(static o => o.InstanceId).Distinct().ShouldHaveSingleItem().Length.ShouldBe(Ulid.Length);
    }

    [Fact]
    public async Task A_configured_id_stands_in_for_the_one_that_was_made_up()
    {
        using (var before = Database.Author())
        {
            await before.ReadAsync(CancellationToken.None);
        }

        Database.Options.InstanceId = "laptop";
        using var author = Database.Author();
        (await author.ReadAsync(CancellationToken.None)).Learn(ObservationSamples.Content()).InstanceId.ShouldBe("laptop");
    }

    [Fact]
    public async Task A_clock_that_was_set_back_goes_on_after_the_last_stamp()
    {
        HybridTime last;
        using (var before = Database.Author())
        {
            var learned = (await before.ReadAsync(CancellationToken.None)).Learn(ObservationSamples.Content());
            last = learned.Stamp;
            await Database.Store.AppendAsync([ObservationReader.Accept(learned).ShouldBeOfType<ObservationReading.Read>().Observation], enqueue: true, CancellationToken.None);
        }

        using var author = Database.Author(new FakeTimeProvider(Database.Time.GetUtcNow() - TimeSpan.FromHours(5)));
        (await author.ReadAsync(CancellationToken.None)).Learn(ObservationSamples.Content("Other")).Stamp.ShouldBeGreaterThan(last);
    }
}
