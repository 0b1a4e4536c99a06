using System.Diagnostics;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class JetStreamConsumerTests(NatsServerFixture server) : IAsyncLifetime
{
    private static readonly NatsJSNextOpts Soon = new() { Expires = TimeSpan.FromSeconds(1) };
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public async Task InitializeAsync() => await _scope.CreateStreamAsync();

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Gives_the_next_message_with_what_is_known_about_it()
    {
        await _scope.PublishAsync("a", "one", "two");
        var consumer = await _scope.CreateConsumerAsync();

        var msg = (await NextAsync(consumer)).ShouldNotBeNull();

        msg.Data.ShouldBe("one");
        msg.Subject.ShouldBe(_scope.Name + ".a");
        var metadata = msg.Metadata.ShouldNotBeNull();
        metadata.Stream.ShouldBe(_scope.Name);
        metadata.Consumer.ShouldBe("worker");
        metadata.Sequence.ShouldBe(new NatsJSSequencePair(1, 1));
        (metadata.NumDelivered, metadata.NumPending).ShouldBe((1ul, 1ul));
        metadata.Timestamp.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Gives_null_when_no_message_comes_in_time()
    {
        var consumer = await _scope.CreateConsumerAsync();

        (await NextAsync(consumer)).ShouldBeNull();
    }

    [Fact]
    public async Task Gives_nothing_again_that_was_acknowledged()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { AckWait = TimeSpan.FromMilliseconds(200) });

        await (await NextAsync(consumer))!.AckAsync(new AckOpts { DoubleAck = true }, _scope.Patience);
        await consumer.RefreshAsync(_scope.Patience);

        consumer.Info.NumAckPending.ShouldBe(0);
        consumer.Info.AckFloor.StreamSeq.ShouldBe(1ul);
        (await NextAsync(consumer)).ShouldBeNull();
    }

    [Fact]
    public async Task Gives_a_message_again_that_was_not_acknowledged_in_time()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { AckWait = TimeSpan.FromMilliseconds(200) });

        await NextAsync(consumer);
        var again = (await NextAsync(consumer)).ShouldNotBeNull();

        again.Metadata!.Value.NumDelivered.ShouldBe(2ul);
    }

    [Fact]
    public async Task Gives_a_message_again_after_the_delay_of_its_nak()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync();
        var first = await NextAsync(consumer);

        var began = Stopwatch.GetTimestamp();
        await first!.NakAsync(delay: TimeSpan.FromMilliseconds(500), cancellationToken: _scope.Patience);
        var again = (await consumer.NextAsync<string>(cancellationToken: _scope.Patience)).ShouldNotBeNull();

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(450));
        again.Metadata!.Value.NumDelivered.ShouldBe(2ul);
    }

    [Fact]
    public async Task Gives_a_message_no_more_often_than_it_may()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { MaxDeliver = 2 });

        await (await NextAsync(consumer))!.NakAsync(cancellationToken: _scope.Patience);
        await (await NextAsync(consumer))!.NakAsync(cancellationToken: _scope.Patience);

        (await NextAsync(consumer)).ShouldBeNull();
    }

    [Fact]
    public async Task Never_gives_a_terminated_message_again()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { AckWait = TimeSpan.FromMilliseconds(200) });

        await (await NextAsync(consumer))!.AckTerminateAsync(cancellationToken: _scope.Patience);

        (await NextAsync(consumer)).ShouldBeNull();
    }

    [Fact]
    public async Task Waits_longer_for_a_message_in_progress()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { AckWait = TimeSpan.FromSeconds(1.5) });
        var msg = await NextAsync(consumer);

        (await NextAsync(consumer)).ShouldBeNull();
        await msg!.AckProgressAsync(cancellationToken: _scope.Patience);

        (await NextAsync(consumer)).ShouldBeNull();
    }

    [Fact]
    public async Task Waits_between_redeliveries_as_long_as_its_backoff_says()
    {
        await _scope.PublishAsync("a", "one");
        TimeSpan[] backoff = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(600)];
        var consumer = await _scope.CreateConsumerAsync(new ConsumerConfig("worker") { Backoff = backoff, MaxDeliver = 3 });

        await NextAsync(consumer);
        await NextAsync(consumer);
        var began = Stopwatch.GetTimestamp();
        var third = (await consumer.NextAsync<string>(cancellationToken: _scope.Patience)).ShouldNotBeNull();

        third.Metadata!.Value.NumDelivered.ShouldBe(3ul);
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task Gives_only_messages_that_pass_its_filter()
    {
        await _scope.PublishAsync("a", "one");
        await _scope.PublishAsync("b", "two");
        await _scope.PublishAsync("c", "three");
        var one = await _scope.CreateConsumerAsync(new ConsumerConfig("one") { FilterSubject = _scope.Name + ".b" });

        (await TakeNowAsync(one)).ShouldBe(["two"]);

        if (!_scope.KnowsSeveralFilters) return;
        var two = await _scope.CreateConsumerAsync(new ConsumerConfig("two") { FilterSubjects = [_scope.Name + ".b", _scope.Name + ".c"] });

        (await TakeNowAsync(two)).ShouldBe(["two", "three"]);
    }

    [Fact]
    public async Task Begins_where_its_delivery_policy_says()
    {
        await _scope.PublishAsync("a", "one", "two", "three");
        var last = await _scope.CreateConsumerAsync(new ConsumerConfig("last") { DeliverPolicy = ConsumerConfigDeliverPolicy.Last });
        var second = await _scope.CreateConsumerAsync(
            new ConsumerConfig("second") { DeliverPolicy = ConsumerConfigDeliverPolicy.ByStartSequence, OptStartSeq = 2 });
        var none = await _scope.CreateConsumerAsync(new ConsumerConfig("none") { DeliverPolicy = ConsumerConfigDeliverPolicy.New });

        (await TakeNowAsync(last)).ShouldBe(["three"]);
        (await TakeNowAsync(second)).ShouldBe(["two", "three"]);
        (await TakeNowAsync(none)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keeps_what_it_was_configured_with_and_is_found_by_name()
    {
        await _scope.CreateConsumerAsync(new ConsumerConfig("worker")
        {
            Description = "of a test",
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = TimeSpan.FromSeconds(7),
            MaxDeliver = 4,
            MaxAckPending = 99,
            InactiveThreshold = TimeSpan.FromHours(1),
        });

        var consumer = await _scope.JetStream.GetConsumerAsync(_scope.Name, "worker", _scope.Patience);
        var names = new List<string>();
        await foreach (var name in _scope.JetStream.ListConsumerNamesAsync(_scope.Name, _scope.Patience)) names.Add(name);

        consumer.Info.Config.DurableName.ShouldBe("worker");
        consumer.Info.Config.AckWait.ShouldBe(TimeSpan.FromSeconds(7));
        consumer.Info.Config.InactiveThreshold.ShouldBe(TimeSpan.FromHours(1));
        (consumer.Info.Config.MaxDeliver, consumer.Info.Config.MaxAckPending).ShouldBe((4, 99));
        names.ShouldBe(["worker"]);
    }

    [Fact]
    public async Task Is_gone_once_deleted()
    {
        var consumer = (NatsJSConsumer)await _scope.CreateConsumerAsync();

        (await consumer.DeleteAsync(_scope.Patience)).ShouldBeTrue();

        await Should.ThrowAsync<NatsJSException>(async () => await NextAsync(consumer));
        var missing = await Should.ThrowAsync<NatsJSApiException>(async () =>
            await _scope.JetStream.GetConsumerAsync(_scope.Name, "worker", _scope.Patience));
        missing.Error.ErrCode.ShouldBe(10014);
    }

    private async Task<INatsJSMsg<string>?> NextAsync(INatsJSConsumer consumer) =>
        await consumer.NextAsync<string>(opts: Soon, cancellationToken: _scope.Patience);

    private async Task<List<string?>> TakeNowAsync(INatsJSConsumer consumer)
    {
        var taken = new List<string?>();
        var opts = new NatsJSFetchOpts { MaxMsgs = 10 };
        await foreach (var msg in consumer.FetchNoWaitAsync<string>(opts, cancellationToken: _scope.Patience)) taken.Add(msg.Data);
        return taken;
    }
}
