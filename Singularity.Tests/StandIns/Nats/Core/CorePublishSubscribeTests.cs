using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CorePublishSubscribeTests(NatsServerFixture server) : CoreTest(server)
{
    [Fact]
    public async Task A_message_arrives_with_subject_data_and_size()
    {
        await using var sub = await Nats.SubscribeCoreAsync<string>(Subject);
        await Nats.PublishAsync(Subject, "grüße");
        var msg = await NextAsync(sub);
        msg.Subject.ShouldBe(Subject);
        msg.Data.ShouldBe("grüße");
        msg.ReplyTo.ShouldBeNull();
        msg.Headers.ShouldBeNull();
        msg.Size.ShouldBe(Subject.Length + 7);
        msg.Connection.ShouldBe(Nats);
        msg.EnsureSuccess();
    }

    [Fact]
    public async Task Wildcards_match_and_messages_carry_their_own_subjects()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject + ".*.>");
        foreach (var i in Enumerable.Range(0, 6))
            await Nats.PublishAsync($"{Subject}.{i / 2}.x.y", i);
        foreach (var i in Enumerable.Range(0, 6))
        {
            var msg = await NextAsync(sub);
            msg.Subject.ShouldBe($"{Subject}.{i / 2}.x.y");
            msg.Data.ShouldBe(i);
        }
    }

    [Fact]
    public async Task Headers_make_the_round_trip_with_several_values_and_any_case()
    {
        await using var sub = await Nats.SubscribeCoreAsync<string>(Subject);
        var headers = new NatsHeaders { ["One"] = "1", ["Many"] = new(["a", "b: c"]), ["Empty"] = "" };
        await Nats.PublishAsync(Subject, "x", headers, replyTo: "answer.here");
        var msg = await NextAsync(sub);
        msg.ReplyTo.ShouldBe("answer.here");
        msg.Headers.ShouldNotBeNull();
        msg.Headers["one"].ToString().ShouldBe("1");
        msg.Headers["MANY"].ToArray().ShouldBe(["a", "b: c"]);
        msg.Headers["Empty"].ToString().ShouldBe("");
        msg.Headers.Count.ShouldBe(3);
        msg.Headers.Code.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => msg.Headers.Add("more", "x"));
        Should.Throw<InvalidOperationException>(() => headers["One"] = "2");
    }

    [Fact]
    public async Task Headers_without_payload_arrive_as_an_empty_message()
    {
        await using var sub = await Nats.SubscribeCoreAsync<string>(Subject);
        await Nats.PublishAsync(Subject, headers: new NatsHeaders { ["A"] = "b" });
        var msg = await NextAsync(sub);
        msg.IsEmpty.ShouldBeTrue();
        msg.Data.ShouldBeNull();
        msg.Headers!["A"].ToString().ShouldBe("b");
    }

    [Fact]
    public async Task A_queue_group_shares_the_messages_out()
    {
        await using var one = await Nats.SubscribeCoreAsync<int>(Subject, "workers");
        await using var two = await Nats.SubscribeCoreAsync<int>(Subject, "workers");
        one.QueueGroup.ShouldBe("workers");
        for (var i = 0; i < 200; i++)
            await Nats.PublishAsync(Subject, i);
        await Nats.PingAsync();
        one.Msgs.Count.ShouldBeGreaterThan(0);
        two.Msgs.Count.ShouldBeGreaterThan(0);
        (one.Msgs.Count + two.Msgs.Count).ShouldBe(200);
    }

    [Fact]
    public async Task Without_echo_own_messages_do_not_come_back()
    {
        await using var silent = new NatsConnection(Quick with { Url = Url, Echo = false });
        await using var own = await silent.SubscribeCoreAsync<string>(Subject);
        await using var other = await Nats.SubscribeCoreAsync<string>(Subject);
        await Nats.PingAsync();
        await silent.PublishAsync(Subject, "x");
        (await NextAsync(other)).Data.ShouldBe("x");
        await silent.PingAsync();
        own.Msgs.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_subscription_ends_after_the_messages_it_asked_for()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: new NatsSubOpts { MaxMsgs = 3 });
        for (var i = 0; i < 5; i++)
            await Nats.PublishAsync(Subject, i);
        var received = new List<int>();
        await foreach (var msg in sub.Msgs.ReadAllAsync().WithCancellation(new CancellationTokenSource(Patience).Token))
            received.Add(msg.Data);
        received.ShouldBe([0, 1, 2]);
        ((NatsSub<int>)sub).EndReason.ShouldBe(NatsSubEndReason.MaxMsgs);
    }

    [Theory]
    [InlineData(NatsSubEndReason.Timeout)]
    [InlineData(NatsSubEndReason.StartUpTimeout)]
    [InlineData(NatsSubEndReason.IdleTimeout)]
    public async Task A_subscription_ends_when_its_time_is_over(NatsSubEndReason limit)
    {
        var time = TimeSpan.FromMilliseconds(50);
        var opts = new NatsSubOpts
        {
            Timeout = limit == NatsSubEndReason.Timeout ? time : null,
            StartUpTimeout = limit == NatsSubEndReason.StartUpTimeout ? time : null,
            IdleTimeout = limit == NatsSubEndReason.IdleTimeout ? time : null,
        };
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: opts);
        await sub.Msgs.Completion.WaitAsync(Patience);
        ((NatsSub<int>)sub).EndReason.ShouldBe(limit);
    }

    [Fact]
    public async Task A_first_message_lifts_the_start_up_limit()
    {
        var opts = new NatsSubOpts { StartUpTimeout = TimeSpan.FromSeconds(5), IdleTimeout = TimeSpan.FromMilliseconds(50) };
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: opts);
        await Nats.PublishAsync(Subject, 1);
        (await NextAsync(sub)).Data.ShouldBe(1);
        await sub.Msgs.Completion.WaitAsync(Patience);
        ((NatsSub<int>)sub).EndReason.ShouldBe(NatsSubEndReason.IdleTimeout);
    }

    [Fact]
    public async Task An_empty_message_ends_a_subscription_that_stops_there()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: new NatsSubOpts { StopOnEmptyMsg = true });
        await Nats.PublishAsync(Subject, 1);
        await Nats.PublishAsync(Subject);
        (await NextAsync(sub)).Data.ShouldBe(1);
        await sub.Msgs.Completion.WaitAsync(Patience);
        ((NatsSub<int>)sub).EndReason.ShouldBe(NatsSubEndReason.EmptyMsg);
    }

    [Fact]
    public async Task Cancelling_ends_an_enumeration_quietly_after_what_has_arrived()
    {
        using var stop = new CancellationTokenSource();
        var received = new List<int>();
        var ready = Signal<bool>();
        var reading = Task.Run(async () =>
        {
            await foreach (var msg in Nats.SubscribeAsync<int>(Subject, cancellationToken: stop.Token))
            {
                received.Add(msg.Data);
                ready.TrySetResult(true);
            }
        });
        while (!ready.Task.IsCompleted)
        {
            await Nats.PublishAsync(Subject, 7);
            await Nats.PingAsync();
        }

        await stop.CancelAsync();
        await reading.WaitAsync(Patience);
        received.ShouldAllBe(data => data == 7);
    }

    [Fact]
    public async Task After_unsubscribing_no_message_arrives()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject);
        await sub.UnsubscribeAsync();
        await Nats.PublishAsync(Subject, 1);
        await Nats.PingAsync();
        sub.Msgs.Count.ShouldBe(0);
        sub.Msgs.Completion.IsCompleted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("break\r\nPING")]
    public async Task A_subject_that_is_not_one_word_is_refused(string subject)
    {
        await using var strict = new NatsConnection(Quick with { Url = Url, SkipSubjectValidation = false });
        await Should.ThrowAsync<NatsException>(async () => await strict.PublishAsync(subject, 1));
        await Should.ThrowAsync<NatsException>(async () => await strict.SubscribeCoreAsync<int>(subject));
        await Should.ThrowAsync<NatsException>(async () => await strict.RequestAsync<int, int>(subject, 1));
    }

    [Fact]
    public async Task A_message_beyond_the_servers_limit_is_refused_and_the_connection_stays()
    {
        var tooLarge = new byte[Nats.ServerInfo!.MaxPayload + 1];
        await Should.ThrowAsync<NatsPayloadTooLargeException>(async () => await Nats.PublishAsync(Subject, tooLarge));
        await using var sub = await Nats.SubscribeCoreAsync<byte[]>(Subject);
        await Nats.PublishAsync(Subject, tooLarge[1..]);
        (await NextAsync(sub)).Data!.Length.ShouldBe(Nats.ServerInfo.MaxPayload);
        Nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
    }

    [Fact]
    public async Task A_hundred_thousand_messages_arrive_in_order()
    {
        const int Count = 100_000;
        var opts = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = Count } };
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: opts);
        await Nats.PingAsync();
        for (var i = 0; i < Count; i++)
            await Nats.PublishAsync(Subject, i);
        for (var i = 0; i < Count; i++)
            (await NextAsync(sub)).Data.ShouldBe(i);
    }
}
