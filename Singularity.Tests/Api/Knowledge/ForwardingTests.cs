using System.Text;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class ForwardingTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    [Fact]
    public async Task What_was_learned_is_in_the_stream_under_its_id_byte_for_byte_and_leaves_the_outbox()
    {
        await Central.CreateStreamAsync();
        await StartAsync("Knowledge:InstanceId=desk");
        var id = await LearnAsync(ObservationSamples.Content());

        await AwaitSentAsync();

        var message = (await Central.ReadStreamAsync()).ShouldHaveSingleItem();
        message.Id.ShouldBe(id.ToString());
        message.Subject.ShouldBe(Central.Peer.Subjects.Observations("desk"));
        Encoding.UTF8.GetString(message.Json).ShouldBe(await ScalarAsync<string>("SELECT body::text FROM observations"));
        (await StatsAsync()).GetProperty("outbox").GetProperty("sent").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task What_another_process_wrote_to_the_outbox_is_sent_too()
    {
        await Central.CreateStreamAsync();
        await StartAsync("Knowledge:InstanceId=desk");
        await using var other = NewStore();
        await other.Store.AppendAsync([ObservationSamples.Learn(ObservationSamples.Id(1), instance: "desk")], enqueue: true, CancellationToken.None);

        await AwaitSentAsync();

        (await Central.ReadStreamAsync()).ShouldHaveSingleItem().Id.ShouldBe(ObservationSamples.Id(1).ToString());
    }

    [Fact]
    public async Task Killed_between_acknowledgement_and_deletion_it_sends_again_and_the_stream_holds_one()
    {
        await Central.CreateStreamAsync();
        await LearnOfflineAsync(1, 300);
        await PublishOutboxAsync();
        (await Central.ReadStreamAsync()).Count.ShouldBe(300);

        await StartAsync("Knowledge:InstanceId=desk");
        await AwaitSentAsync();

        (await Central.ReadStreamAsync()).Select(static message => message.Id).Distinct().Count().ShouldBe(300);
        (await Central.ReadStreamAsync()).Count.ShouldBe(300);
    }

    [Fact]
    public async Task Sent_again_after_the_stream_has_forgotten_the_ids_it_is_taken_in_once()
    {
        await Central.CreateStreamAsync(static config => config.DuplicateWindow = TimeSpan.FromMilliseconds(100));
        await LearnOfflineAsync(1, 3);
        await PublishOutboxAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                var again = await Central.JetStream.TryPublishAsync(
                    Central.Peer.Subjects.Observations("probe"), "probe"u8.ToArray(), opts: new NATS.Client.JetStream.NatsJSPubOpts { MsgId = ObservationSamples.Id(1).ToString() });
                return again.Success && !again.Value.Duplicate;
            },
            "the stream has forgotten the ids");

        await StartAsync("Knowledge:InstanceId=desk");
        await AwaitSentAsync();

        var messages = (await Central.ReadStreamAsync()).Where(static message => !message.Subject.EndsWith("probe", StringComparison.Ordinal)).ToList();
        messages.Count.ShouldBeGreaterThan(3);
        await Central.HoldAsync([.. messages.Select(static message => ObservationReader.Read(message.Json)).OfType<ObservationReading.Read>().Select(static read => read.Observation)]);
        (await Central.Database.ScalarAsync("SELECT count(*) FROM observations")).ShouldBe(3L);
    }

    [Fact]
    public async Task While_no_stream_is_there_the_backlog_stays_and_says_why_and_then_goes()
    {
        await StartAsync("Knowledge:LongestPause=00:00:00.500");
        await LearnAsync(ObservationSamples.Content());
        await AwaitProblemAsync("No stream");
        (await BacklogAsync()).ShouldBe(1);

        await Central.CreateStreamAsync();

        await AwaitSentAsync();
        (await Central.ReadStreamAsync()).ShouldHaveSingleItem();
        await Eventually.IsTrueAsync(async () => !(await StatsAsync()).GetProperty("outbox").TryGetProperty("problem", out _), "nothing is wrong any more");
    }

    [Fact]
    public async Task A_full_stream_keeps_the_backlog_here_until_there_is_room()
    {
        await Central.CreateStreamAsync(static config => (config.MaxMsgs, config.Discard) = (1, StreamConfigDiscard.New));
        await StartAsync("Knowledge:LongestPause=00:00:00.500");
        await LearnAsync(ObservationSamples.Content("One"));
        await LearnAsync(ObservationSamples.Content("Two", PatternKind.Prompt));
        await AwaitProblemAsync("refuses");
        (await BacklogAsync()).ShouldBe(1);

        await Central.CreateStreamAsync(static config => (config.MaxMsgs, config.Discard) = (10, StreamConfigDiscard.New));

        await AwaitSentAsync();
        (await Central.ReadStreamAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_is_too_large_for_the_stream_does_not_hold_up_those_behind_it()
    {
        await Central.CreateStreamAsync(static config => config.MaxMsgSize = 2_000);
        await StartAsync("Knowledge:LongestPause=00:00:00.500");
        await LearnAsync(ObservationSamples.Content("Large") with { Body = new string('x', 4_000) });
        var small = await LearnAsync(ObservationSamples.Content("Small", PatternKind.Prompt));

        await AwaitProblemAsync("larger than a message may be");
        await Eventually.IsTrueAsync(async () => await BacklogAsync() == 1, "the small one is sent");

        (await Central.ReadStreamAsync()).ShouldHaveSingleItem().Id.ShouldBe(small.ToString());
    }

    [Fact]
    public async Task What_was_observed_under_a_former_id_is_sent_under_it()
    {
        await Central.CreateStreamAsync();
        await LearnOfflineAsync(1, 1, "former");
        await StartAsync("Knowledge:InstanceId=desk");

        await AwaitSentAsync();

        (await Central.ReadStreamAsync()).ShouldHaveSingleItem().Subject.ShouldBe(Central.Peer.Subjects.Observations("former"));
    }

    private async Task LearnOfflineAsync(int first, int count, string instance = "desk")
    {
        await StartAsync("Knowledge:InstanceId=desk");
        await StopAsync();
        await using var other = NewStore();
        await other.Store.AppendAsync(
            [.. Enumerable.Range(first, count).Select(n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}"), instance))],
            enqueue: true,
            CancellationToken.None);
    }

    /// <summary>What the process that was killed had sent.</summary>
    private async Task PublishOutboxAsync()
    {
        foreach (var entry in await new Outbox(Database).ReadAsync(5_000, CancellationToken.None))
        {
            var ack = await Central.JetStream.PublishAsync(
                Central.Peer.Subjects.Observations(entry.InstanceId), entry.Json.ToArray(), opts: new NATS.Client.JetStream.NatsJSPubOpts { MsgId = entry.Id.ToString() });
            ack.Error.ShouldBeNull();
        }
    }

    private OtherProcess NewStore() => new(ConnectionString);

    private Task AwaitSentAsync() => Eventually.IsTrueAsync(async () => await BacklogAsync() == 0, "the backlog is gone");

    private Task AwaitProblemAsync(string part) => Eventually.IsTrueAsync(
        async () => (await StatsAsync()).GetProperty("outbox").TryGetProperty("problem", out var problem) && problem.GetString()!.Contains(part, StringComparison.Ordinal),
        $"the outbox says {part}");

    private sealed class OtherProcess(string connectionString) : IAsyncDisposable
    {
        private readonly Npgsql.NpgsqlDataSource _source = Npgsql.NpgsqlDataSource.Create(connectionString);

        public ObservationStore Store => new(_source, new LogLines<ObservationStore>());

        public ValueTask DisposeAsync() => _source.DisposeAsync();
    }
}
