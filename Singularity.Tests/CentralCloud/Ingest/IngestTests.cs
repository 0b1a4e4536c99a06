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
using Singularity.Tests.Support;

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
    public async Task What_was_committed_and_not_noted_as_taken_in_when_it_was_killed_is_read_again_and_changes_nothing()
    {
        var observations = Samples(1);
        await Host.StopAsync(await Host.StartAsync());
        await Host.PublishAsync(observations);

        // As far as a process gets that is killed after its commit.
        var killed = Host.Create().Services;
        var reading = await killed.GetRequiredService<ObservationStream>().OpenAsync(CancellationToken.None);
        var fetched = await killed.GetRequiredService<MessageFetch>().RunAsync(reading, wait: true, CancellationToken.None);
        var some = fetched.Messages[..(observations.Length / 2)];
        (await killed.GetRequiredService<TakeIn>().RunAsync(some, CancellationToken.None)).ShouldAllBe(static outcome => outcome is IngestOutcome.TakenIn);

        await Host.StartAsync();
        await Host.SettleAsync();
        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
        (await Host.ReadStatsAsync()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_instances_one_takes_in_and_when_it_ends_the_other()
    {
        var observations = Enumerable.Range(0, 10).SelectMany(static n => Samples(n)).DistinctBy(static o => o.Observation.Id).ToArray();
        var first = await Host.StartAsync("--CentralCloud:Ingest:Batch=20");
        await Host.StartAsync("--CentralCloud:Ingest:Batch=20");

        await Host.PublishAsync(observations[..^100]);
        (await Host.TryReadStreamAsync())!.State.ConsumerCount.ShouldBe(1);
        await Host.StopAsync(first);
        await Host.PublishAsync(observations[^100..]);
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

    [Fact]
    public async Task A_message_that_was_lost_on_its_way_is_read_again()
    {
        await Host.StartAsync();
        await Host.PublishAsync(Samples(3));
        await Host.SettleAsync();
        var consumers = new List<INatsJSConsumer>();
        await foreach (var consumer in Host.JetStream.ListConsumersAsync(Host.Peer.Subjects.ObservationStream))
        {
            consumers.Add(consumer);
        }

        // Asks in the service's name until something was delivered that the service does not get.
        var reading = consumers.ShouldHaveSingleItem();
        var lost = 0;
        var next = 50_000;
        await Eventually.IsTrueAsync(
            async () =>
            {
                await Host.PublishAsync(ObservationSamples.Learn(ObservationSamples.Id(next++)));
                await foreach (var _ in reading.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = 1 }))
                {
                    lost++;
                }

                return lost > 0;
            },
            "a message is lost");
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(
            Host.Database, [.. Samples(3), .. Enumerable.Range(50_000, next - 50_000).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n)))]);
    }

    [Fact]
    public async Task A_stream_that_is_made_anew_is_read_from_its_first()
    {
        await Host.StartAsync();
        var before = Samples(4);
        await Host.PublishAsync(before);
        await Host.SettleAsync();
        var created = (await Host.TryReadStreamAsync())!.Created;

        await Host.JetStream.DeleteStreamAsync(Host.Peer.Subjects.ObservationStream);
        await Eventually.IsTrueAsync(async () => await Host.TryReadStreamAsync() is { } stream && stream.Created > created, "the stream is there again");
        var after = ObservationSamples.Learn(ObservationSamples.Id(50_000));
        await Host.PublishAsync(after);
        await Eventually.IsTrueAsync(
            async () => await CentralDatabase.ScalarAsync(Host.Database, "SELECT count(*) FROM observations WHERE id = '" + after.Observation.Id + "'") is 1L, "it is taken in");
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. before, after]);
    }

    [Fact]
    public async Task While_many_come_they_are_stored_first_and_folded_after_a_while()
    {
        await Host.StartAsync("--CentralCloud:Ingest:FoldWithin=00:00:00", "--CentralCloud:Ingest:Batch=100", "--CentralCloud:Ingest:FetchBytes=2097152");
        var observations = Enumerable.Range(1, 3_000).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}"))).ToArray();

        await Host.PublishAsync(observations);
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
