using Singularity.Knowledge.Observations;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Ingest;

/// <summary>With servers of its own, since they are stopped.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private NatsServer? _nats;
    private PostgresServer? _postgres;
    private CentralCloudHost? _host;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync()
    {
        _nats = await NatsServer.StartNewAsync(new NatsServerOptions { JetStream = true });

        // What is acknowledged has to be on the disk, as in earnest.
        _postgres = await PostgresServer.StartNewAsync(durable: true);
        _host = new CentralCloudHost(_nats.Url, await _postgres.CreateDatabaseAsync());
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await _postgres!.DisposeAsync();
        await _nats!.DisposeAsync();
    }

    [Fact]
    public async Task While_the_database_is_away_the_stream_keeps_everything()
    {
        await Host.StartAsync();
        var before = Observations(1, 20);
        await Host.PublishAsync(before);
        await Host.SettleAsync();

        await _postgres!.KillAsync();
        var meanwhile = Observations(21, 40);
        await Host.PublishAsync(meanwhile);
        (await Host.TryReadStreamAsync())!.State.LastSeq.ShouldBe(60u);
        await _postgres.StartAsync();
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. before, .. meanwhile]);
        (await Host.ReadStatsAsync()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_stream_refuses_and_takes_again_once_there_is_room()
    {
        await Host.StartAsync("--CentralCloud:Ingest:StreamBytes=65536");
        await _postgres!.StopAsync();
        var accepted = new List<ReceivedObservation>();
        ReceivedObservation? refused = null;
        foreach (var observation in Observations(1, 1_000))
        {
            var ack = await Host.TryPublishAsync("one", observation.Json, observation.Observation.Id.ToString());
            if (ack.Error is not null)
            {
                refused = observation;
                break;
            }

            accepted.Add(observation);
        }

        refused.ShouldNotBeNull();
        accepted.Count.ShouldBeGreaterThan(10);
        await _postgres.StartAsync();
        await Host.SettleAsync();
        await Eventually.IsTrueAsync(
            async () => (await Host.TryPublishAsync("one", refused.Json, refused.Observation.Id.ToString())).Error is null, "the stream has room again");
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. accepted, refused]);
    }

    [Fact]
    public async Task A_bus_that_was_away_is_listened_to_again()
    {
        await Host.StartAsync();
        var before = Observations(1, 20);
        await Host.PublishAsync(before);

        await _nats!.KillAsync();
        await _nats.StartAsync();
        await Eventually.IsTrueAsync(async () => await IsThereAsync(), "the stream is there again");
        var after = Observations(21, 20);
        await Host.PublishAsync(after);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. before, .. after]);
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            return await Host.TryReadStreamAsync() is not null;
        }
        catch (NATS.Client.Core.NatsException)
        {
            return false;
        }
    }

    private static List<ReceivedObservation> Observations(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}")))];
}
