using Singularity.Contracts.Knowledge;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class SyncingTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    [Fact]
    public async Task A_restored_instance_gets_its_own_observations_back_and_sends_none_of_them()
    {
        await Central.HoldAsync(
            [.. Enumerable.Range(1, 30).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}"), n % 3 == 0 ? "far" : "desk"))]);
        await Central.CreateStreamAsync();
        await StartAsync("Knowledge:InstanceId=desk", "Knowledge:SyncPage=7");
        await AppearAsync();

        await AwaitFetchedAsync(20);

        (await ScalarAsync<long>("SELECT count(*) FROM observations WHERE instance_id = 'desk'")).ShouldBe(20);
        (await ScalarAsync<long>("SELECT count(*) FROM observations")).ShouldBe(20);
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(0);
        (await ScalarAsync<long>("SELECT position FROM sync_cursors WHERE of_instance = 'desk'")).ShouldBeGreaterThanOrEqualTo(29);
        (await Central.ReadStreamAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_goes_on_from_its_cursor_and_its_clock_after_what_it_got()
    {
        var ahead = new HybridTime(TimeProvider.System.GetUtcNow().AddHours(2).ToUnixTimeMilliseconds(), 3);
        await Central.HoldAsync(ObservationSamples.Received(ObservationSamples.Observe(
            ObservationSamples.Id(1), ObservationSamples.Id(1), new Learned { Content = ObservationSamples.Content() }, "desk", ahead)));
        await StartAsync("Knowledge:InstanceId=desk");
        await AppearAsync();
        await AwaitFetchedAsync(1);
        await LearnAsync(ObservationSamples.Content("Later", PatternKind.Prompt));

        (await ScalarAsync<long>("SELECT max(wall_ms) FROM observations")).ShouldBe(ahead.WallMs);
        (await ScalarAsync<int>("SELECT max(counter) FROM observations")).ShouldBeGreaterThan(3);
        await StopAsync();
        Central.Syncs.Clear();
        await StartAsync("Knowledge:InstanceId=desk");
        await AwaitCompleteAsync();
        Central.Syncs.ShouldAllBe(static sync => sync.After == 1 && sync.Of == "desk");
    }

    [Fact]
    public async Task Reads_from_the_beginning_when_central_holds_more_of_it_than_it_has()
    {
        await StartAsync("Knowledge:InstanceId=desk");
        await StopAsync();
        await ExecuteAsync("INSERT INTO sync_cursors VALUES ('desk', 1000)");
        await Central.HoldAsync(ObservationSamples.Learn(ObservationSamples.Id(1), instance: "desk"));
        Central.Held = 1;
        await StartAsync("Knowledge:InstanceId=desk");
        await AppearAsync();

        await AwaitFetchedAsync(1);
    }

    [Fact]
    public async Task A_full_copy_gets_what_all_observe_and_goes_on()
    {
        await Central.HoldAsync(ObservationSamples.Learn(ObservationSamples.Id(1), instance: "far"));
        await StartAsync("Knowledge:SyncAll=true", "Knowledge:SyncInterval=00:00:00.200");
        await AppearAsync();
        await AwaitFetchedAsync(1);

        await Central.HoldAsync(ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(2), ObservationSamples.Id(1), new Used { Success = true }, "farther")));

        await AwaitFetchedAsync(2);
        (await RecallAsync("retry", RecallMode.Local)).Hits.ShouldHaveSingleItem().Pattern.Uses.Successes.ShouldBe(1);
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_promoted_is_found_here_before_anybody_asks_and_a_retracted_one_is_forgotten()
    {
        await StartAsync();
        var learned = ObservationSamples.Learn(ObservationSamples.Id(1), instance: "far");
        await Central.HoldAsync(learned);
        var hit = (await Central.Database.Search.FindAsync(new PatternQuery("retry"), CancellationToken.None)).Hits.ShouldHaveSingleItem();
        var promoted = new PatternPromoted(hit.Pattern, hit.Confidence, IsPromoted: true, "the box", TimeProvider.System.GetUtcNow());

        // Whether it listens yet nobody tells.
        await Eventually.IsTrueAsync(
            async () =>
            {
                await Central.Peer.Connection.PublishAsync(Central.Peer.Subjects.PatternPromoted, promoted);
                return (await RecallAsync("retry", RecallMode.Local)).Hits is [{ Source.Authority: "the box" }];
            },
            "the promoted pattern is found");
        await Central.Peer.Connection.PublishAsync(Central.Peer.Subjects.PatternPromoted, "{\"pattern\":1}");
        await Central.Peer.Connection.PublishAsync(Central.Peer.Subjects.PatternPromoted, promoted with { IsPromoted = false });
        var second = hit.Pattern with { Id = ObservationSamples.Id(2) };
        await Central.Peer.Connection.PublishAsync(Central.Peer.Subjects.PatternPromoted, promoted with { Pattern = second });
        await Eventually.IsTrueAsync(async () => (await RecallAsync("retry", RecallMode.Local)).Hits.Count == 2, "the demoted one stays, and one that cannot be read harms nothing");

        var gone = hit.Pattern with { State = PatternState.Retracted, Content = null };
        await Central.Peer.Connection.PublishAsync(Central.Peer.Subjects.PatternPromoted, promoted with { Pattern = gone, IsPromoted = false });
        await Eventually.IsTrueAsync(
            async () => (await RecallAsync("retry", RecallMode.Local)).Hits is [var left] && left.Pattern.Id == second.Id, "the retracted one is forgotten");
    }

    private Task AwaitFetchedAsync(long count) => Eventually.IsTrueAsync(
        async () => (await StatsAsync()).GetProperty("catchUp").GetProperty("fetched").GetInt64() == count, $"{count} observations are fetched");

    private Task AwaitCompleteAsync() => Eventually.IsTrueAsync(
        async () => (await StatsAsync()).GetProperty("catchUp").GetProperty("isComplete").GetBoolean(), "everything is fetched");
}
