using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Storage;

[Collection("postgres")]
public sealed class LaterFoldTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Ulid A = ObservationSamples.Id(1);
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public void Whenever_it_folds_there_is_what_the_fold_of_the_folded_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(15),
        Prop.ForAll(ObservationSamples.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (observations, seed) => RunAsync(async () =>
        {
            await Database.ClearAsync();
            var random = new Random(seed);
            var shuffled = observations.Concat(observations.Where(_ => random.Next(4) == 0)).ToArray();
            random.Shuffle(shuffled);
            var stored = new List<ReceivedObservation>();
            var folded = 0;
            foreach (var part in shuffled.Chunk(1 + random.Next(20)))
            {
                await StoreAsync(part);
                stored.AddRange(part.DistinctBy(static o => o.Observation.Id).Where(o => stored.TrueForAll(s => s.Observation.Id != o.Observation.Id)));
                if (random.Next(2) == 0)
                {
                    folded += (await FoldAsync(1 + random.Next(15)))?.Count ?? 0;
                    await ShouldHaveAsync(stored[..folded]);
                }
            }

            while (await FoldAsync(1 + random.Next(30)) is { } part)
            {
                folded += part.Count;
            }

            folded.ShouldBe(observations.Length);
            await ShouldHaveAsync(observations);
        })));

    [Fact]
    public void Several_at_once_fold_each_observation_once() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5),
        Prop.ForAll(ObservationSamples.Arbitrary, observations => RunAsync(async () =>
        {
            await Database.ClearAsync();
            await StoreAsync(observations);
            var counts = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Task.Run(async () =>
            {
                var count = 0;
                while (await FoldAsync(n) is { } part)
                {
                    count += part.Count;
                }

                return count;
            })));

            counts.Sum().ShouldBe(observations.Length);
            await ShouldHaveAsync(observations);
        })));

    [Fact]
    public async Task What_nobody_acted_on_is_told_until_somebody_does()
    {
        (await Database.Later.ReadUnsettledAsync(CancellationToken.None)).ShouldBeNull();
        (await FoldAsync(10)).ShouldBeNull();
        await StoreAsync([ObservationSamples.Learn(A), Use(10), Use(11)]);
        (await Database.Later.ReadUnsettledAsync(CancellationToken.None)).ShouldBeNull();

        var first = (await FoldAsync(2)).ShouldNotBeNull();
        var second = (await FoldAsync(2)).ShouldNotBeNull();
        first.Changed.ShouldHaveSingleItem().Uses.Successes.ShouldBe(1);
        second.Changed.ShouldBeEmpty();
        second.Used.ShouldHaveSingleItem().Uses.Successes.ShouldBe(2);

        // Whoever acted on the second does not know about the first.
        await Database.Later.SettleAsync(second.After, second.UpTo, CancellationToken.None);
        var unsettled = (await Database.Later.ReadUnsettledAsync(CancellationToken.None)).ShouldNotBeNull();
        unsettled.Patterns.ShouldBe([A]);
        (unsettled.After, unsettled.UpTo).ShouldBe((first.After, second.UpTo));
        await Database.Later.SettleAsync(unsettled.After, unsettled.UpTo, CancellationToken.None);
        (await Database.Later.ReadUnsettledAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task One_that_waits_can_be_taken_out_and_one_that_is_folded_stays()
    {
        await StoreAsync([ObservationSamples.Learn(A), Use(10), Use(11)]);
        var first = (await Database.Later.ReadFirstAsync(CancellationToken.None)).ShouldNotBeNull();
        first.Id.ShouldBe(A.ToString());
        await FoldAsync(1);
        await Database.Later.RemoveAsync(first.Position, CancellationToken.None);
        var next = (await Database.Later.ReadFirstAsync(CancellationToken.None)).ShouldNotBeNull();
        next.Id.ShouldBe(ObservationSamples.Id(10).ToString());
        Encoding.UTF8.GetBytes(next.Body).ShouldBe(Use(10).Json.ToArray());
        await Database.Later.RemoveAsync(next.Position, CancellationToken.None);
        await FoldAsync(10);

        (await Database.Later.ReadFirstAsync(CancellationToken.None)).ShouldBeNull();
        await ShouldHaveAsync([ObservationSamples.Learn(A), Use(11)]);
    }

    // The property is synchronous to FsCheck; nothing here needs the thread that waits.
    private static void RunAsync(Func<Task> test) => Task.Run(test).GetAwaiter().GetResult();

    private static ReceivedObservation Use(int n) => ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(n), A, new Used { Success = true }));

    private Task<AppendResult> StoreAsync(IReadOnlyList<ReceivedObservation> observations) => Database.Store.StoreAsync(observations, CancellationToken.None);

    private Task<FoldedPart?> FoldAsync(int limit) => Database.Later.RunAsync(limit, CancellationToken.None);

    private async Task ShouldHaveAsync(IReadOnlyCollection<ReceivedObservation> observations)
    {
        var stored = await Database.Patterns.ListAsync(null, null, 1_000, CancellationToken.None);
        Encoding.UTF8.GetString(ObservationSamples.Bytes(stored)).ShouldBe(Encoding.UTF8.GetString(ObservationSamples.Bytes(PatternFold.Fold(observations))));
    }
}
