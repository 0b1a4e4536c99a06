using System.Diagnostics;
using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreRequestTests(NatsServerFixture server) : CoreTest(server)
{
    [Fact]
    public async Task A_request_gets_its_reply()
    {
        await using var echo = await EchoAsync();
        var reply = await Nats.RequestAsync<int, int>(Subject, 41);
        reply.Data.ShouldBe(42);
        reply.Connection.ShouldBe(Nats);
    }

    [Fact]
    public async Task Many_requests_at_once_each_get_their_own_reply()
    {
        await using var echo = await EchoAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
            (await Nats.RequestAsync<int, int>(Subject, i, replyOpts: new NatsSubOpts { Timeout = Patience })).Data));
        replies.ShouldBe(Enumerable.Range(1, 500));
    }

    [Fact]
    public async Task A_request_that_nobody_listens_to_fails_at_once()
    {
        var started = Stopwatch.GetTimestamp();
        await Should.ThrowAsync<NatsNoRespondersException>(async () =>
            await Nats.RequestAsync<int, int>(Subject, 1, replyOpts: new NatsSubOpts { Timeout = Patience }));
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience);
    }

    [Fact]
    public async Task Missing_responders_can_be_told_by_the_message_instead()
    {
        var reply = await Nats.RequestAsync<int, int>(Subject, 1, replyOpts: new NatsSubOpts { ThrowIfNoResponders = false });
        reply.HasNoResponders.ShouldBeTrue();
        reply.IsEmpty.ShouldBeTrue();
        reply.Headers!.Code.ShouldBe(503);
        Should.Throw<NatsNoRespondersException>(() => reply.EnsureSuccess());
    }

    [Fact]
    public async Task In_direct_mode_missing_responders_are_told_by_the_message()
    {
        await using var direct = new NatsConnection(Quick with { Url = Url, RequestReplyMode = NatsRequestReplyMode.Direct });
        (await direct.RequestAsync<int, int>(Subject, 1)).HasNoResponders.ShouldBeTrue();
        await using var echo = await EchoAsync();
        await Nats.PingAsync();
        (await direct.RequestAsync<int, int>(Subject, 1)).Data.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_without_reply_ends_in_time(bool optionOfTheConnection)
    {
        var time = TimeSpan.FromMilliseconds(50);
        await using var nats = new NatsConnection(Quick with { Url = Url, RequestTimeout = optionOfTheConnection ? time : Patience });
        await using var silent = await Nats.SubscribeCoreAsync<int>(Subject);
        await Nats.PingAsync();
        var opts = optionOfTheConnection ? null : new NatsSubOpts { Timeout = time };
        await Should.ThrowAsync<NatsNoReplyException>(async () => await nats.RequestAsync<int, int>(Subject, 1, replyOpts: opts));
    }

    [Fact]
    public async Task A_request_can_be_cancelled()
    {
        await using var silent = await Nats.SubscribeCoreAsync<int>(Subject);
        using var stop = new CancellationTokenSource();
        var request = Nats.RequestAsync<int, int>(Subject, 1, cancellationToken: stop.Token).AsTask();
        await NextAsync(silent);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await request.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_late_reply_does_not_reach_the_next_request()
    {
        await using var responder = await Nats.SubscribeCoreAsync<int>(Subject);
        var opts = new NatsSubOpts { Timeout = TimeSpan.FromMilliseconds(30) };
        await Should.ThrowAsync<NatsNoReplyException>(async () => await Nats.RequestAsync<int, int>(Subject, 1, replyOpts: opts));
        var first = await NextAsync(responder);
        var second = Nats.RequestAsync<int, int>(Subject, 2, replyOpts: new NatsSubOpts { Timeout = Patience });
        var next = await NextAsync(responder);
        await first.ReplyAsync(-1);
        await next.ReplyAsync(22);
        (await second).Data.ShouldBe(22);
    }

    [Fact]
    public async Task A_request_without_data_reaches_the_responder_empty()
    {
        await using var responder = await Nats.SubscribeCoreAsync<byte[]>(Subject);
        var request = Nats.RequestAsync<string>(Subject).AsTask();
        var msg = await NextAsync(responder);
        msg.IsEmpty.ShouldBeTrue();
        msg.Data.ShouldBeNull();
        await msg.ReplyAsync("done", new NatsHeaders { ["State"] = "fine" });
        var reply = await request.WaitAsync(Patience);
        reply.Data.ShouldBe("done");
        reply.Headers!["State"].ToString().ShouldBe("fine");
    }

    [Fact]
    public async Task A_reply_that_cannot_be_read_carries_the_error_and_the_bytes()
    {
        await using var responder = await Nats.SubscribeCoreAsync<byte[]>(Subject);
        var request = Nats.RequestAsync<string, int>(Subject, "x").AsTask();
        await (await NextAsync(responder)).ReplyAsync("no number");
        var reply = await request.WaitAsync(Patience);
        reply.Data.ShouldBe(0);
        reply.Error.ShouldBeOfType<NatsDeserializeException>().RawData.ShouldBe("no number"u8.ToArray());
        Should.Throw<NatsDeserializeException>(() => reply.EnsureSuccess());
    }

    [Fact]
    public async Task Several_replies_come_until_an_empty_one()
    {
        await using var responder = await Nats.SubscribeCoreAsync<int>(Subject);
        var answering = Task.Run(async () =>
        {
            var msg = await NextAsync(responder);
            foreach (var i in Enumerable.Range(0, 5))
                await msg.ReplyAsync(i);
            await msg.ReplyAsync();
        });
        var received = new List<int>();
        await foreach (var msg in Nats.RequestManyAsync<int, int>(Subject, 1, replyOpts: new NatsSubOpts { Timeout = Patience }))
            received.Add(msg.Data);
        received.ShouldBe([0, 1, 2, 3, 4]);
        await answering;
    }

    [Fact]
    public async Task An_inbox_takes_messages_like_any_subject()
    {
        var inbox = Nats.NewInbox();
        inbox.ShouldStartWith("_INBOX.");
        await using var sub = await Nats.SubscribeCoreAsync<int>(inbox);
        await using var other = new NatsConnection(Quick with { Url = Url });
        await Nats.PingAsync();
        await other.PublishAsync(inbox, 1);
        (await NextAsync(sub)).Data.ShouldBe(1);
        await sub.DisposeAsync();
        await other.PublishAsync(inbox, 2);
        await other.PingAsync();
        await Nats.PingAsync();
        sub.Msgs.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_ends_waiting_requests()
    {
        await using var silent = await Nats.SubscribeCoreAsync<int>(Subject);
        var leaving = new NatsConnection(Quick with { Url = Url });
        var request = leaving.RequestAsync<int, int>(Subject, 1, replyOpts: new NatsSubOpts { Timeout = Patience }).AsTask();
        await NextAsync(silent);
        await leaving.DisposeAsync();
        await Should.ThrowAsync<NatsNoReplyException>(async () => await request.WaitAsync(Patience));
    }

    private async Task<IAsyncDisposable> EchoAsync()
    {
        var sub = await Nats.SubscribeCoreAsync<int>(Subject, "echo");
        _ = Task.Run(async () =>
        {
            await foreach (var msg in sub.Msgs.ReadAllAsync())
                await msg.ReplyAsync(msg.Data + 1);
        });
        return sub;
    }
}
