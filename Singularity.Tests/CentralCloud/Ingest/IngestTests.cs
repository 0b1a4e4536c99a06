using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NATS.Client.JetStream;
using Singularity.CentralCloud.Ingest;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Tests.Knowledge;

namespace Singularity.Tests.CentralCloud.Ingest;

[Collection("central")]
public sealed class IngestTests(CentralServers servers) : IAsyncLifetime
{
    private CentralCloudHost? _host;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync() => _host = await servers.NewHostAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task What_is_delivered_twice_is_there_once()
    {
        var observations = Samples(0);
        await Host.StartAsync();

        await Host.PublishAsync(observations);
        await Host.PublishAsync(observations, withId: false);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
        (await Host.ReadStatsAsync()).ShouldBe(new CentralCloudStats("", 0, 0, observations.Length, Live(observations), Retracted(observations)), Counts);
    }

    [Fact]
    public async Task What_was_committed_and_not_acknowledged_when_it_was_killed_comes_again_and_changes_nothing()
    {
        var observations = Samples(1);
        await Host.StopAsync(await Host.StartAsync());
        await Host.PublishAsync(observations);

        // As far as a process gets that is killed after its commit: delivered, taken in, and no word to the server.
        var killed = Host.Create();
        var consumer = await Host.JetStream.GetConsumerAsync(Host.Peer.Subjects.ObservationStream, ObservationStream.Consumer);
        var delivered = new List<Incoming>();
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = observations.Length / 2 }))
        {
            delivered.Add(new Incoming(message.Subject, (long)message.Metadata!.Value.Sequence.Stream, message.Data!, message.Data!.Length));
        }

        (await killed.Services.GetRequiredService<TakeIn>().RunAsync(delivered, CancellationToken.None)).ShouldAllBe(static outcome => outcome is IngestOutcome.TakenIn);
        delivered.Count.ShouldBe(observations.Length / 2);

        await Host.StartAsync();
        await Host.SettleAsync();
        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
        (await Host.ReadStatsAsync()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task Two_instances_at_once_share_the_work_and_do_it_once()
    {
        var observations = Enumerable.Range(0, 10).SelectMany(static n => Samples(n)).DistinctBy(static o => o.Observation.Id).ToArray();
        await Host.StartAsync("--CentralCloud:Ingest:Batch=20");
        await Host.StartAsync("--CentralCloud:Ingest:Batch=20");

        await Host.PublishAsync(observations);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
        (await Host.ReadStatsAsync()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_newer_version_observed_is_kept_byte_for_byte()
    {
        var newer = JsonNode.Parse(ObservationSamples.Learn(ObservationSamples.Id(1)).Json.Span)!.AsObject();
        newer.Remove("learned");
        newer["schema"] = 9;
        newer["dreamed"] = new JsonObject { ["of"] = "sheep" };
        var text = newer.ToJsonString();
        await Host.StartAsync();

        (await Host.TryPublishAsync("one", Encoding.UTF8.GetBytes(text))).EnsureSuccess();
        await Host.SettleAsync();

        (await Host.AskAsync<SyncObservations, ObservationPage>(Host.Peer.Subjects.CentralSync, new SyncObservations())).Observations.ShouldBe([text]);
    }

    [Fact]
    public async Task A_service_that_is_started_again_goes_on_where_it_was()
    {
        var observations = Samples(2);
        await Host.StopAsync(await Host.StartAsync());
        await Host.PublishAsync(observations);

        await Host.StartAsync();
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
    }

    // Enough of everything that an observation can say.
    private static ReceivedObservation[] Samples(int seed) =>
        [.. Enumerable.Range(0, 8).SelectMany(n => ObservationSamples.Some((seed * 8) + n, 60)).DistinctBy(static o => o.Observation.Id)];

    private static int Live(ReceivedObservation[] observations) => PatternFold.Fold(observations).Count(static p => p.State is PatternState.Live);

    private static int Retracted(ReceivedObservation[] observations) =>
        PatternFold.Fold(observations).Count(static p => p.State is PatternState.Retracted);

    private static IEqualityComparer<CentralCloudStats> Counts { get; } = EqualityComparer<CentralCloudStats>.Create(
        static (left, right) => left! with { Version = "", UptimeMs = 0 } == right! with { Version = "", UptimeMs = 0 }, static stats => (int)stats.Observations);
}
