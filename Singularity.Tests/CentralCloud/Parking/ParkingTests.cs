using System.Text;
using NATS.Client.JetStream;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge;

namespace Singularity.Tests.CentralCloud.Parking;

[Collection("central")]
public sealed class ParkingTests(CentralServers servers) : IAsyncLifetime
{
    private CentralCloudHost? _host;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync() => _host = await servers.NewHostAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Forged_malformed_oversized_and_conflicting_messages_are_parked_with_their_reasons_and_hold_nothing_up()
    {
        await Host.StartAsync();
        var first = ObservationSamples.Learn(ObservationSamples.Id(1));
        await Host.PublishAsync(first);
        await Host.SettleAsync();

        (await Host.TryPublishAsync("two", ObservationSamples.Learn(ObservationSamples.Id(2)).Json)).EnsureSuccess();
        (await Host.TryPublishAsync("one", "{\"schema\":1"u8.ToArray())).EnsureSuccess();
        (await Host.TryPublishAsync("one", Encoding.UTF8.GetBytes(new string(' ', KnowledgeLimits.ObservationBytes + 1)))).EnsureSuccess();
        (await Host.TryPublishAsync("one", ObservationSamples.Learn(ObservationSamples.Id(1), ObservationSamples.Content("Something else")).Json)).EnsureSuccess();
        (await Host.TryPublishAsync("one", ReadOnlyMemory<byte>.Empty)).EnsureSuccess();
        var last = ObservationSamples.Learn(ObservationSamples.Id(3));
        await Host.PublishAsync(last);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [first, last]);
        var parked = await ListAsync(new ListParked());
        parked.Messages.Select(static m => m.Reason.Split(' ')[0]).ShouldBe(["Forged:", "An", "An", "Observation", "An"]);
        parked.Messages[0].Reason.ShouldContain("instance one");
        parked.Messages[0].Reason.ShouldContain("two published it");
        parked.Messages[2].Size.ShouldBe(KnowledgeLimits.ObservationBytes + 1);
        parked.Messages[2].Reason.ShouldContain("262145");
        parked.Messages[3].Reason.ShouldContain("another content");
        parked.Messages.ShouldAllBe(static m => m.Tries == 1);
        (await Host.ReadStatsAsync()).Parked.ShouldBe(5);

        (await RedriveAsync(new RedriveParked(All: true))).ShouldBe(new RedriveReport(5, 0, 5));
        (await ListAsync(new ListParked())).Messages.ShouldAllBe(static m => m.Tries == 2);
        var page = await ListAsync(new ListParked(0, 2));
        page.Messages.Count.ShouldBe(2);
        (await ListAsync(new ListParked(page.Next!.Value))).Messages.Select(static m => m.Id).ShouldBe(parked.Messages.Skip(2).Select(static m => m.Id));
    }

    [Fact]
    public async Task A_message_that_the_database_chokes_on_is_parked_alone_and_taken_in_when_that_is_mended()
    {
        await Host.StartAsync();
        await CentralDatabase.ScalarAsync(
            Host.Database,
            """
            CREATE FUNCTION choke() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = '22000'; END $$;
            CREATE TRIGGER choke BEFORE INSERT ON observations FOR EACH ROW WHEN (new.body::text LIKE '%poison%') EXECUTE FUNCTION choke()
            """);
        var observations = Enumerable.Range(1, 40)
            .Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content(n == 17 ? "poison" : $"Pattern {n}"))).ToList();

        await Host.PublishAsync(observations);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. observations.Where(static (_, i) => i != 16)]);
        var parked = (await ListAsync(new ListParked())).Messages.ShouldHaveSingleItem();
        parked.Reason.ShouldBe("22000: not this one");
        parked.Tries.ShouldBe(3);
        parked.Start.ShouldContain("poison");
        (await RedriveAsync(new RedriveParked([parked.Id, 4_711]))).ShouldBe(new RedriveReport(1, 0, 1));

        await CentralDatabase.ScalarAsync(Host.Database, "DROP TRIGGER choke ON observations");
        (await RedriveAsync(new RedriveParked([parked.Id]))).ShouldBe(new RedriveReport(1, 1, 0));
        (await ListAsync(new ListParked())).Messages.ShouldBeEmpty();
        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
    }

    [Fact]
    public async Task An_observation_that_cannot_be_folded_is_taken_out_and_parked_alone_and_taken_in_when_that_is_mended()
    {
        await Host.StartAsync();
        await CentralDatabase.ScalarAsync(
            Host.Database,
            """
            CREATE FUNCTION choke() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = '22000'; END $$;
            CREATE TRIGGER choke BEFORE INSERT ON patterns FOR EACH ROW WHEN (new.view::text LIKE '%poison%') EXECUTE FUNCTION choke()
            """);
        var observations = Enumerable.Range(1, 40)
            .Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content(n == 17 ? "poison" : $"Pattern {n}"))).ToList();

        await Host.PublishAsync(observations);
        await Host.SettleAsync();

        await CentralDatabase.ShouldHoldAsync(Host.Database, [.. observations.Where(static (_, i) => i != 16)]);
        var parked = (await ListAsync(new ListParked())).Messages.ShouldHaveSingleItem();
        parked.Reason.ShouldBe("22000: not this one");
        parked.Start.ShouldContain("poison");
        (await RedriveAsync(new RedriveParked([parked.Id]))).ShouldBe(new RedriveReport(1, 0, 1));
        (await ListAsync(new ListParked())).Messages.ShouldHaveSingleItem().Id.ShouldBe(parked.Id);

        await CentralDatabase.ScalarAsync(Host.Database, "DROP TRIGGER choke ON patterns");
        (await RedriveAsync(new RedriveParked([parked.Id]))).ShouldBe(new RedriveReport(1, 1, 0));
        (await ListAsync(new ListParked())).Messages.ShouldBeEmpty();
        await CentralDatabase.ShouldHoldAsync(Host.Database, observations);
    }

    [Fact]
    public async Task No_more_are_kept_than_may_be()
    {
        await Host.StartAsync("--CentralCloud:Ingest:MaxParked=3");
        for (var i = 0; i < 8; i++)
        {
            (await Host.TryPublishAsync("one", Encoding.UTF8.GetBytes($"rubbish {i}"))).EnsureSuccess();
        }

        await Host.SettleAsync();

        (await ListAsync(new ListParked())).Messages.Select(static m => m.Start).ShouldBe(["rubbish 5", "rubbish 6", "rubbish 7"]);
    }

    [Fact]
    public async Task A_redrive_of_nothing_or_of_both_is_400()
    {
        await Host.StartAsync();
        foreach (var request in new[] { new RedriveParked(), new RedriveParked([]), new RedriveParked([1], All: true), new RedriveParked([.. Enumerable.Range(1, 1_001).Select(static n => (long)n)]) })
        {
            (await Host.TryAskAsync<RedriveParked, RedriveReport>(Host.Peer.Subjects.ParkedRedrive, request))
                .ShouldBeOfType<ServiceReply<RedriveReport>.Failed>().Code.ShouldBe(400);
        }

        (await Host.TryAskAsync<ListParked, ParkedPage>(Host.Peer.Subjects.ParkedList, new ListParked(0, 101))).ShouldBeOfType<ServiceReply<ParkedPage>.Failed>().Code.ShouldBe(400);
    }

    private Task<ParkedPage> ListAsync(ListParked request) => Host.AskAsync<ListParked, ParkedPage>(Host.Peer.Subjects.ParkedList, request);

    private Task<RedriveReport> RedriveAsync(RedriveParked request) => Host.AskAsync<RedriveParked, RedriveReport>(Host.Peer.Subjects.ParkedRedrive, request);
}
