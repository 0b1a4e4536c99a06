using System.Threading.Channels;
using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreSlowSubscriberTests(NatsServerFixture server) : CoreTest(server)
{
    [Fact]
    public async Task A_reader_that_does_not_read_loses_messages_and_holds_up_nobody_else()
    {
        var dropped = Channel.CreateUnbounded<NatsMessageDroppedEventArgs>();
        var slow = 0;
        Nats.MessageDropped += (_, args) => dropped.Writer.WriteAsync(args);
        Nats.SlowConsumerDetected += (_, _) =>
        {
            Interlocked.Increment(ref slow);
            return default;
        };
        var opts = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = 3 } };
        await using var stuck = await Nats.SubscribeCoreAsync<int>(Subject, opts: opts);
        await using var other = await Nats.SubscribeCoreAsync<int>(Subject);
        for (var i = 0; i < 10; i++)
            await Nats.PublishAsync(Subject, i);
        for (var i = 0; i < 10; i++)
            (await NextAsync(other)).Data.ShouldBe(i);

        var lost = new List<object?>();
        for (var i = 0; i < 7; i++)
        {
            var args = await dropped.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            args.Subject.ShouldBe(Subject);
            args.Subscription.ShouldBeSameAs(stuck);
            lost.Add(args.Data);
        }

        // The newest of those waiting makes room for the one that arrives.
        lost.ShouldBe([2, 3, 4, 5, 6, 7, 8]);
        foreach (var kept in new[] { 0, 1, 9 })
            (await NextAsync(stuck)).Data.ShouldBe(kept);
        slow.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_can_keep_the_newest_instead()
    {
        var channel = new NatsSubChannelOpts { Capacity = 2, FullMode = BoundedChannelFullMode.DropOldest };
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: new NatsSubOpts { ChannelOpts = channel });
        for (var i = 0; i < 5; i++)
            await Nats.PublishAsync(Subject, i);
        await Nats.PingAsync();
        (await NextAsync(sub)).Data.ShouldBe(3);
        (await NextAsync(sub)).Data.ShouldBe(4);
    }

    [Fact]
    public async Task A_subscription_can_make_the_connection_wait_and_lose_nothing()
    {
        var channel = new NatsSubChannelOpts { Capacity = 1, FullMode = BoundedChannelFullMode.Wait };
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject, opts: new NatsSubOpts { ChannelOpts = channel });
        for (var i = 0; i < 500; i++)
            await Nats.PublishAsync(Subject, i);
        for (var i = 0; i < 500; i++)
            (await NextAsync(sub)).Data.ShouldBe(i);
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_keep_others_from_hearing()
    {
        await using var nats = new NatsConnection(Quick with { Url = Url });
        var heard = Signal<bool>();
        nats.ConnectionOpened += (_, _) => throw new InvalidOperationException("handler");
        nats.ConnectionOpened += (_, _) =>
        {
            heard.TrySetResult(true);
            return default;
        };
        await nats.ConnectAsync();
        await heard.Task.WaitAsync(Patience);
        await nats.PingAsync();
    }
}
