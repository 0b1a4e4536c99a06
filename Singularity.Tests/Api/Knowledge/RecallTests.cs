using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class RecallTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    private static readonly PatternContent Far = new()
    {
        Kind = PatternKind.Workaround,
        Title = "Zebra stripes flicker",
        Body = "Turn the dithering off.",
    };

    [Fact]
    public async Task Local_never_asks_and_hybrid_asks_only_when_nothing_good_is_found_here()
    {
        await Central.HoldAsync(ObservationSamples.Learn(ObservationSamples.Id(1), Far, "far"));
        await StartAsync("Knowledge:VectorWait=00:00:20");
        await AppearAsync();
        await LearnAsync(ObservationSamples.Content());

        var local = await RecallAsync("zebra stripes flicker", RecallMode.Local);
        var good = await RecallAsync("retry with jitter");
        Central.Queries.ShouldBeEmpty();
        var poor = await RecallAsync("zebra stripes flicker");

        local.Central.ShouldBe(new CentralShare(CentralOutcome.NotAsked));
        good.Central.Outcome.ShouldBe(CentralOutcome.NotAsked);
        good.Central.Note!.ShouldContain("relevant enough");
        poor.Central.Outcome.ShouldBe(CentralOutcome.Answered);
        poor.Central.Hits.ShouldBe(1);
        poor.Central.ElapsedMs.ShouldBeGreaterThan(0);
        var hit = poor.Hits[0];
        hit.Pattern.LearnedBy.ShouldBe("far");
        hit.Source.Authority.ShouldBe("centralcloud");
        hit.Source.FetchedAt.ShouldNotBeNull();
        Central.Queries.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_central_answered_is_found_here_when_it_is_away()
    {
        await Central.HoldAsync(ObservationSamples.Learn(ObservationSamples.Id(1), Far, "far"));
        await StartAsync();
        await AppearAsync();
        (await RecallAsync("zebra stripes")).Central.Hits.ShouldBe(1);
        await Eventually.IsTrueAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM cached_patterns") == 1, "the answer is cached");
        await Central.DisappearAsync();
        await AwaitPresenceAsync("away");

        var answer = await RecallAsync("zebra stripes", RecallMode.Central);

        answer.Central.Outcome.ShouldBe(CentralOutcome.Unreachable);
        answer.Central.ElapsedMs.ShouldBe(0);
        answer.Central.Note!.ShouldContain("away since");
        var hit = answer.Hits.ShouldHaveSingleItem();
        hit.Source.Authority.ShouldBe("centralcloud");
        hit.Pattern.Content!.Body.ShouldBe(Far.Body);
    }

    [Fact]
    public async Task A_pattern_that_is_held_here_wins_over_what_central_says_of_it()
    {
        await StartAsync();
        var content = ObservationSamples.Content();
        var id = await LearnAsync(content);
        await Central.HoldAsync(
            ObservationSamples.Learn(id, content with { Body = "As central has it." }, "far"), ObservationSamples.Learn(ObservationSamples.Id(1), Far with { Title = "Retry the zebra" }, "far"));
        await AppearAsync();

        var answer = await RecallAsync("retry", RecallMode.Central);

        answer.Hits.Count.ShouldBe(2);
        answer.Central.Hits.ShouldBe(1);
        var own = answer.Hits.Single(hit => hit.Pattern.Id == id);
        own.Source.ShouldBe(new PatternSource());
        own.Pattern.Content!.Body.ShouldBe(content.Body);
        answer.Hits.ShouldBe(answer.Hits.OrderByDescending(static hit => hit.Score));
    }

    [Fact]
    public async Task A_late_answer_is_waited_for_once_and_then_not_asked_for_until_a_pause_is_over()
    {
        Central.Answer = static async (query, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new PatternAnswer(query.Query, []);
        };
        await StartAsync("Knowledge:CentralDeadline=00:00:00.200", "Knowledge:CentralPause=00:10:00");
        await AppearAsync();

        var first = await RecallAsync("zebra");
        var second = await RecallAsync("zebra", RecallMode.Central);

        first.Central.Outcome.ShouldBe(CentralOutcome.Late);
        first.Central.Note!.ShouldContain("200 ms");
        second.Central.Outcome.ShouldBe(CentralOutcome.Unreachable);
        second.Central.ElapsedMs.ShouldBe(0);
    }

    [Fact]
    public async Task An_error_of_central_is_told_and_costs_no_answer()
    {
        Central.Answer = static (_, _) => Task.FromResult<ServiceReply<PatternAnswer>>(new ServiceReply<PatternAnswer>.Failed(503, "No database.", TimeSpan.FromMinutes(1)));
        await StartAsync();
        var id = await LearnAsync(ObservationSamples.Content());
        await AppearAsync();

        var answer = await RecallAsync("retry with jitter", RecallMode.Central);

        answer.Central.Outcome.ShouldBe(CentralOutcome.Failed);
        answer.Central.Note!.ShouldContain("No database.");
        answer.Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(id);
    }

    [Fact]
    public async Task An_expired_answer_is_served_and_asked_for_again_behind_the_scenes()
    {
        await Central.HoldAsync(ObservationSamples.Learn(ObservationSamples.Id(1), Far, "far"));
        await StartAsync("Knowledge:CacheExpiry=00:00:01", "Knowledge:RefreshPause=00:00:01", "Knowledge:GoodRelevance=0");
        await AppearAsync();
        await RecallAsync("zebra stripes flicker");
        await Central.HoldAsync(ObservationSamples.Received(ObservationSamples.Observe(
            ObservationSamples.Id(2), ObservationSamples.Id(1), new Corrected { Changes = new PatternChanges { Body = "Replace the panel." } }, "far")));
        RecallAnswer? expired = null;
        await Eventually.IsTrueAsync(
            async () => (expired = await RecallAsync("zebra stripes flicker")).Hits is [{ Source.IsExpired: true }], "the answer is served though it has expired");

        expired!.Central.Outcome.ShouldBe(CentralOutcome.NotAsked);
        expired.Hits[0].Pattern.Content!.Body.ShouldBe(Far.Body);
        await Eventually.IsTrueAsync(
            async () => (await RecallAsync("zebra stripes flicker")).Hits is [{ Pattern.Content.Body: "Replace the panel." }], "the next ones have the new answer");
    }

    [Fact]
    public async Task What_is_no_pattern_is_neither_shown_nor_cached()
    {
        await StartAsync();
        var sound = ObservationSamples.Learn(ObservationSamples.Id(1), Far, "far");
        await Central.HoldAsync(sound);
        var hit = (await Central.Database.Search.FindAsync(new PatternQuery("zebra"), CancellationToken.None)).Hits.ShouldHaveSingleItem();
        var broken = hit.Pattern with { Id = ObservationSamples.Id(2), Content = hit.Pattern.Content! with { Title = "Zebra\0" } };
        Central.Answer = (query, _) => Task.FromResult<ServiceReply<PatternAnswer>>(new PatternAnswer(query.Query, [hit, hit with { Pattern = broken }]));
        await AppearAsync();

        (await RecallAsync("zebra", RecallMode.Central)).Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(ObservationSamples.Id(1));
        await Eventually.IsTrueAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM cached_patterns") == 1, "the sound one is cached");
    }

    [Fact]
    public async Task The_first_query_that_is_not_answered_in_time_has_the_instance_look_whether_anybody_is_there()
    {
        await StartAsync("Knowledge:Heartbeat=00:10:00", "Knowledge:CentralTimeout=00:00:00.500", "Knowledge:CentralDeadline=00:00:00.300", "Knowledge:CentralPause=00:10:00");
        await AppearAsync();
        Central.IsSilent = true;

        (await RecallAsync("zebra", RecallMode.Central)).Central.Outcome.ShouldBe(CentralOutcome.Late);

        await AwaitPresenceAsync("away");

        // A read is asked a second time by itself.
        var asked = Central.Queries.Count;
        (await RecallAsync("zebra", RecallMode.Central)).Central.Note!.ShouldContain("away since");
        Central.Queries.Count.ShouldBe(asked);
    }
}
