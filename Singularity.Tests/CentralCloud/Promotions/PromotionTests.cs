using System.Collections.Concurrent;
using NATS.Client.Core;
using Npgsql;
using Singularity.CentralCloud.Promotions;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Promotions;

[Collection("central")]
public sealed class PromotionTests(CentralServers servers) : IAsyncLifetime
{
    private static readonly Ulid Id = ObservationSamples.Id(1);
    private static readonly string[] Easy =
        ["--Knowledge:PromotionUses=10", "--Knowledge:PromotionInstances=2", "--Knowledge:PromotionWilson=0.6", "--Knowledge:DemotionWilson=0.5"];

    private readonly ConcurrentQueue<PatternPromoted> _heard = [];
    private readonly CancellationTokenSource _stop = new();
    private CentralCloudHost? _host;
    private Task? _listening;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync()
    {
        _host = await servers.NewHostAsync();
        var subscription = await Host.Peer.Connection.SubscribeCoreAsync<PatternPromoted>(Host.Peer.Subjects.PatternPromoted);
        await Host.Peer.Connection.PingAsync();
        _listening = ListenAsync(subscription);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening!;
        _stop.Dispose();
        await Host.DisposeAsync();
    }

    [Fact]
    public async Task A_pattern_that_helps_is_broadcast_once_and_once_more_when_it_no_longer_does()
    {
        await Host.StartAsync(Easy);
        await Host.StartAsync(Easy);
        await Host.PublishAsync([ObservationSamples.Learn(Id), .. Uses(0, 9, true, "one"), .. Uses(9, 1, true, "two")]);
        await Eventually.IsTrueAsync(() => Task.FromResult(!_heard.IsEmpty), "the promotion is broadcast");
        (await Host.ReadStatsAsync()).Promoted.ShouldBe(1);

        await Host.PublishAsync(Uses(10, 10, true, "two"));
        await Host.SettleAsync();

        // Twenty successes and eight failures: below the bound of promotion is not yet below that of demotion.
        await Host.PublishAsync(Uses(20, 8, false, "one"));
        await Host.SettleAsync();
        (await Host.ReadStatsAsync()).Promoted.ShouldBe(1);
        await Host.PublishAsync(Uses(28, 20, false, "one"));
        await Eventually.IsTrueAsync(() => Task.FromResult(_heard.Count > 1), "the demotion is broadcast");
        await Host.SettleAsync();
        await Host.Peer.Connection.PingAsync();

        _heard.Select(static p => p.IsPromoted).ShouldBe([true, false]);
        _heard.ShouldAllBe(static p => p.Pattern.Id == Id && p.Authority == "the authority");
        _heard.First().Confidence.DeservesPromotion.ShouldBeTrue();
        (await Host.ReadStatsAsync()).Promoted.ShouldBe(0);
    }

    [Fact]
    public async Task Who_retracts_a_promoted_pattern_demotes_it()
    {
        await Host.StartAsync(Easy);
        await Host.PublishAsync([ObservationSamples.Learn(Id), .. Uses(0, 9, true, "one"), .. Uses(9, 1, true, "two")]);
        await Eventually.IsTrueAsync(() => Task.FromResult(!_heard.IsEmpty), "the promotion is broadcast");

        await Host.PublishAsync(ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(9_000), Id, new Retracted { Reason = "wrong" })));
        await Eventually.IsTrueAsync(() => Task.FromResult(_heard.Count > 1), "the demotion is broadcast");

        _heard.Last().IsPromoted.ShouldBeFalse();
        _heard.Last().Pattern.State.ShouldBe(PatternState.Retracted);
    }

    [Fact]
    public async Task What_was_decided_and_not_broadcast_when_it_was_killed_is_broadcast_by_the_next()
    {
        await Host.StopAsync(await Host.StartAsync(Easy));
        await using var source = NpgsqlDataSource.Create(Host.Database);
        var store = new ObservationStore(source, new LogLines<ObservationStore>());
        var uses = Uses(0, 20, true, "one").Concat(Uses(20, 20, true, "two")).ToList();
        await store.StoreAsync([ObservationSamples.Learn(Id), .. uses], CancellationToken.None);
        var folded = (await new LaterFold(source).RunAsync(100, CancellationToken.None)).ShouldNotBeNull();
        var options = Microsoft.Extensions.Options.Options.Create(new KnowledgeOptions { PromotionInstances = 2, PromotionUses = 10, PromotionWilson = 0.6, DemotionWilson = 0.5 });
        using var signal = new PromotionSignal();
        var killed = new PromotePatterns(
            new PromotionStore(source), signal, new PatternScores(options, TimeProvider.System), new Promotion(options), TimeProvider.System);
        await killed.RunAsync(folded.Changed, folded.Used, CancellationToken.None);
        _heard.ShouldBeEmpty();

        await Host.StartAsync(Easy);

        await Eventually.IsTrueAsync(() => Task.FromResult(!_heard.IsEmpty), "the promotion is broadcast");
        _heard.ShouldHaveSingleItem().IsPromoted.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_folded_and_not_decided_about_when_it_was_killed_is_decided_by_the_next()
    {
        await Host.StopAsync(await Host.StartAsync(Easy));
        await using var source = NpgsqlDataSource.Create(Host.Database);
        var store = new ObservationStore(source, new LogLines<ObservationStore>());
        await store.StoreAsync([ObservationSamples.Learn(Id), .. Uses(0, 20, true, "one"), .. Uses(20, 20, true, "two")], CancellationToken.None);
        (await new LaterFold(source).RunAsync(100, CancellationToken.None)).ShouldNotBeNull().Changed.ShouldHaveSingleItem().Uses.Successes.ShouldBe(40);

        await Host.StartAsync(Easy);

        await Eventually.IsTrueAsync(() => Task.FromResult(!_heard.IsEmpty), "the promotion is broadcast");
        _heard.ShouldHaveSingleItem().Pattern.Id.ShouldBe(Id);
        await Host.SettleAsync();
    }

    // Close to today, since they age by the wall clock.
    private static List<ReceivedObservation> Uses(int first, int count, bool success, string instance) =>
        [.. Enumerable.Range(first, count).Select(n => ObservationSamples.Received(ObservationSamples.Observe(
            ObservationSamples.Id(100 + n), Id, new Used { Success = success }, instance, new HybridTime(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 0))))];

    private async Task ListenAsync(INatsSub<PatternPromoted> subscription)
    {
        await using (subscription)
        {
            try
            {
                await foreach (var message in subscription.Msgs.ReadAllAsync(_stop.Token))
                {
                    _heard.Enqueue(message.Data!);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
