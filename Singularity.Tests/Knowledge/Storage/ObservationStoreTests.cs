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
public sealed class ObservationStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Ulid A = ObservationSamples.Id(1);
    private static readonly Ulid B = ObservationSamples.Id(2);
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public void In_whatever_parts_and_order_they_come_the_store_has_what_the_fold_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(15),
        Prop.ForAll(ObservationSamples.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (observations, seed) => RunAsync(async () =>
        {
            await Database.ClearAsync();
            var random = new Random(seed);
            var parts = Parts(observations, random);
            foreach (var part in parts)
            {
                await AppendAsync(part);
            }

            await ShouldHaveAsync(observations);
        })));

    [Fact]
    public void Writers_at_once_lose_nothing_and_count_nothing_twice() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(8),
        Prop.ForAll(ObservationSamples.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (observations, seed) => RunAsync(async () =>
        {
            await Database.ClearAsync();
            var random = new Random(seed);
            var writers = Enumerable.Range(0, 4).Select(_ => Parts(observations, random)).ToList();
            await Task.WhenAll(writers.Select(parts => Task.Run(async () =>
            {
                foreach (var part in parts)
                {
                    await AppendAsync(part);
                }
            })));

            await ShouldHaveAsync(observations);
        })));

    [Fact]
    public async Task Many_at_once_go_the_same_way_as_few()
    {
        var observations = Enumerable.Range(0, 20).SelectMany(static seed => ObservationSamples.Some(seed * 7, 60)).DistinctBy(static o => o.Observation.Id).ToList();
        var more = Enumerable.Range(0, 400).Select(n => ObservationSamples.Received(ObservationSamples.Observe(
            ObservationSamples.Id(50_000 + n), ObservationSamples.Id(1), new Used { Success = n % 3 > 0 }, $"i{n % 7}"))).ToList();
        ReceivedObservation[] all = [.. observations, .. more];

        (await AppendAsync(all)).ShouldBe(new AppendResult(all.Length, 0, []), AppendResults.Comparer);
        (await AppendAsync(all)).ShouldBe(new AppendResult(0, all.Length, []), AppendResults.Comparer);
        await ShouldHaveAsync(all);
    }

    [Fact]
    public async Task An_id_that_comes_again_with_another_content_is_reported_and_the_first_stays()
    {
        await AppendAsync([ObservationSamples.Learn(A)]);
        var other = ObservationSamples.Learn(A, ObservationSamples.Content("Another"));

        (await AppendAsync([other])).Conflicts.ShouldBe([A]);
        (await AppendAsync([ObservationSamples.Learn(B), ObservationSamples.Learn(B, ObservationSamples.Content("Another"))])).Conflicts.ShouldBe([B]);

        Database.StoreLog.Of(4000).Count.ShouldBe(2);
        (await Database.Patterns.ReadAsync(A, CancellationToken.None))!.Content!.Title.ShouldBe("Retry with jitter");
    }

    [Fact]
    public async Task What_a_newer_schema_says_is_kept_and_handed_on_byte_for_byte()
    {
        var json = $$"""{"schema":9, "id":"{{B}}","patternId":"{{A}}","instanceId":"one","stamp":{"wallMs":5,"counter":0}, "endorsed" : {"text":"\u0000 é"} }""";
        var newer = ObservationReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<ObservationReading.Read>().Observation;
        await AppendAsync([newer, ObservationSamples.Learn(A)]);

        (await Database.Reads.ReadAfterAsync(0, 10, of: null, CancellationToken.None)).Observations.ShouldContain(json);
        (await Database.Patterns.ReadAsync(A, CancellationToken.None))!.NotUnderstood.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_and_its_place_in_the_outbox_come_together_or_not_at_all()
    {
        await Database.ExecuteAsync("ALTER TABLE pattern_texts ADD CONSTRAINT no_prompts CHECK (kind <> 'prompt')");
        await Should.ThrowAsync<Npgsql.PostgresException>(() =>
            Database.Store.AppendAsync([ObservationSamples.Learn(A, ObservationSamples.Content(kind: PatternKind.Prompt))], enqueue: true, CancellationToken.None));
        (await Database.Outbox.ReadBacklogAsync(CancellationToken.None)).ShouldBe(new OutboxBacklog(0, null));
        (await Database.ScalarAsync("SELECT count(*) FROM observations")).ShouldBe(0L);

        var learned = ObservationSamples.Learn(B);
        await Database.Store.AppendAsync([learned], enqueue: true, CancellationToken.None);
        await Database.Store.AppendAsync([learned], enqueue: true, CancellationToken.None);
        var entry = (await Database.Outbox.ReadAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        entry.Json.ToArray().ShouldBe(learned.Json.ToArray());
        (await Database.Outbox.ReadBacklogAsync(CancellationToken.None)).ShouldBe(new OutboxBacklog(1, DateTimeOffset.FromUnixTimeMilliseconds(B.Timestamp)));

        await Database.Outbox.RemoveAsync([entry.Position], CancellationToken.None);
        (await Database.Outbox.ReadBacklogAsync(CancellationToken.None)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_others_observed_is_not_sent_back()
    {
        await AppendAsync([ObservationSamples.Learn(A)]);
        (await Database.Outbox.ReadBacklogAsync(CancellationToken.None)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_that_follows_the_cursor_while_others_write_misses_nothing()
    {
        var observations = Enumerable.Range(0, 300).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n + 1), ObservationSamples.Content($"Pattern {n}"))).ToList();
        var writing = Task.WhenAll(observations.Chunk(75).Select(part => Task.Run(async () =>
        {
            foreach (var few in part.Chunk(5))
            {
                await AppendAsync(few);
            }
        })));

        var read = new List<string>();
        var cursor = 0L;
        for (var isLast = false; ;)
        {
            var page = await Database.Reads.ReadAfterAsync(cursor, 7, of: null, CancellationToken.None);
            read.AddRange(page.Observations);
            cursor = page.Cursor;
            if (page.IsEnd && isLast)
            {
                break;
            }

            isLast = writing.IsCompleted;
        }

        await writing;
        read.Order().ShouldBe(observations.Select(static o => Encoding.UTF8.GetString(o.Json.Span)).Order());
    }

    [Fact]
    public async Task A_page_ends_before_it_outgrows_a_message()
    {
        var big = ObservationSamples.Content() with { Body = new string('b', 20_000), Code = new string('c', 40_000) };
        await AppendAsync([.. Enumerable.Range(1, 20).Select(n => ObservationSamples.Learn(ObservationSamples.Id(n), big with { Title = $"Pattern {n}" }))]);

        var first = await Database.Reads.ReadAfterAsync(0, 1_000, of: null, CancellationToken.None);
        first.IsEnd.ShouldBeFalse();
        first.Observations.Sum(static o => o.Length).ShouldBeLessThan(600_000);
        var rest = await Database.Reads.ReadAfterAsync(first.Cursor, 1_000, of: null, CancellationToken.None);
        (await Database.Reads.ReadAfterAsync(rest.Cursor, 1_000, of: null, CancellationToken.None)).Observations.Count
            .ShouldBe(20 - first.Observations.Count - rest.Observations.Count);
    }

    [Fact]
    public async Task The_clock_goes_on_from_the_last_stamp_that_is_not_too_far_ahead()
    {
        var stamps = new[] { new HybridTime(ObservationSamples.Start, 4), new HybridTime(ObservationSamples.Start, 2), new HybridTime(ObservationSamples.Start + 9_000_000, 0) };
        await AppendAsync([.. stamps.Select(static (stamp, i) =>
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(10 + i), A, new Used { Success = true }, "me", stamp)))]);

        (await Database.Reads.ReadLastStampAsync("me", DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start + 60_000), CancellationToken.None)).ShouldBe(stamps[0]);
        (await Database.Reads.ReadLastStampAsync("nobody", DateTimeOffset.MaxValue, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_patterns_page_by_page_and_by_state()
    {
        await AppendAsync([.. Enumerable.Range(1, 5).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}")))]);
        await AppendAsync([ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(90), ObservationSamples.Id(3), new Retracted()))]);

        var first = await Database.Patterns.ListAsync(PatternState.Live, null, 2, CancellationToken.None);
        var second = await Database.Patterns.ListAsync(PatternState.Live, first[^1].Id, 9, CancellationToken.None);
        first.Concat(second).Select(static p => p.Id).ShouldBe(new[] { 1, 2, 4, 5 }.Select(static n => ObservationSamples.Id(n)));
        (await Database.Patterns.ListAsync(null, null, 9, CancellationToken.None)).Count.ShouldBe(5);
        (await Database.Patterns.ReadAsync(ObservationSamples.Id(77), CancellationToken.None)).ShouldBeNull();
    }

    // The property is synchronous to FsCheck; nothing here needs the thread that waits.
    private static void RunAsync(Func<Task> test) => Task.Run(test).GetAwaiter().GetResult();

    private static List<ReceivedObservation[]> Parts(ReceivedObservation[] observations, Random random)
    {
        var shuffled = observations.Concat(observations.Where(_ => random.Next(4) == 0)).ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.Chunk(1 + random.Next(20))];
    }

    private Task<AppendResult> AppendAsync(IReadOnlyList<ReceivedObservation> observations) =>
        Database.Store.AppendAsync(observations, enqueue: false, CancellationToken.None);

    private async Task ShouldHaveAsync(IReadOnlyCollection<ReceivedObservation> observations)
    {
        var stored = await Database.Patterns.ListAsync(null, null, 1_000, CancellationToken.None);
        var expected = PatternFold.Fold(observations);
        Encoding.UTF8.GetString(ObservationSamples.Bytes(stored)).ShouldBe(Encoding.UTF8.GetString(ObservationSamples.Bytes(expected)));
        (await Database.ScalarAsync("SELECT coalesce(string_agg(pattern_id, ',' ORDER BY pattern_id), '') FROM pattern_texts"))
            .ShouldBe(string.Join(',', expected.Where(static p => p.State is PatternState.Live).Select(static p => p.Id)));
    }
}
