using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreReconnectTests
{
    private const string Subject = "reconnect.test";

    [Fact]
    public async Task Subscriptions_and_queue_groups_come_back_after_a_restart()
    {
        await using var server = await NatsServer.StartNewAsync(new NatsServerOptions { User = "u", Password = "p" });
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        var disconnected = CoreTest.Signal<string>();
        nats.ConnectionDisconnected += (_, args) =>
        {
            disconnected.TrySetResult(args.Message);
            return default;
        };
        await using var plain = await nats.SubscribeCoreAsync<int>(Subject);
        await using var one = await nats.SubscribeCoreAsync<int>(Subject, "group");
        await using var two = await nats.SubscribeCoreAsync<int>(Subject, "group");
        await nats.PublishAsync(Subject, 1);
        (await CoreTest.NextAsync(plain)).Data.ShouldBe(1);

        await server.KillAsync();
        (await disconnected.Task.WaitAsync(CoreTest.Patience)).ShouldNotContain(":p@");
        nats.ConnectionState.ShouldBe(NatsConnectionState.Reconnecting);
        var waiting = nats.PublishAsync(Subject, 2).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        await server.StartAsync();
        await waiting.WaitAsync(CoreTest.Patience);
        (await CoreTest.NextAsync(plain)).Data.ShouldBe(2);
        await nats.PingAsync();
        (one.Msgs.Count + two.Msgs.Count).ShouldBe(2);
        nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
    }

    [Fact]
    public async Task A_request_cut_off_by_the_servers_end_is_not_replied_to_and_the_next_is()
    {
        await using var server = await NatsServer.StartNewAsync();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        await using var responder = await nats.SubscribeCoreAsync<int>(Subject);
        var opts = new NatsSubOpts { Timeout = TimeSpan.FromMilliseconds(500) };
        var request = nats.RequestAsync<int, int>(Subject, 1, replyOpts: opts).AsTask();
        await CoreTest.NextAsync(responder);
        await server.KillAsync();
        await Should.ThrowAsync<NatsNoReplyException>(async () => await request.WaitAsync(CoreTest.Patience));

        await server.StartAsync();
        var next = nats.RequestAsync<int, int>(Subject, 2, replyOpts: new NatsSubOpts { Timeout = CoreTest.Patience }).AsTask();
        await (await CoreTest.NextAsync(responder)).ReplyAsync(3);
        (await next.WaitAsync(CoreTest.Patience)).Data.ShouldBe(3);
    }

    [Fact]
    public async Task Waiting_for_a_connection_can_be_cancelled_and_limited()
    {
        await using var server = await NatsServer.StartNewAsync();
        var opts = CoreTest.Quick with
        {
            Url = server.Url,
            PublishTimeoutOnDisconnected = true,
            CommandTimeout = TimeSpan.FromMilliseconds(50),
        };
        await using var nats = new NatsConnection(opts);
        var failed = CoreTest.Signal<bool>();
        nats.ReconnectFailed += (_, _) =>
        {
            failed.TrySetResult(true);
            return default;
        };
        await nats.ConnectAsync();
        await server.KillAsync();
        await failed.Task.WaitAsync(CoreTest.Patience);
        await Should.ThrowAsync<OperationCanceledException>(async () => await nats.PublishAsync(Subject, 1));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(async () => await nats.PingAsync(stop.Token));
    }

    [Fact]
    public async Task After_the_last_attempt_the_connection_fails_for_good()
    {
        await using var server = await NatsServer.StartNewAsync();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url, MaxReconnectRetry = 1 });
        var disconnected = CoreTest.Signal<bool>();
        nats.ConnectionDisconnected += (_, _) =>
        {
            disconnected.TrySetResult(true);
            return default;
        };
        await nats.ConnectAsync();
        await server.KillAsync();
        await disconnected.Task.WaitAsync(CoreTest.Patience);
        await Should.ThrowAsync<NatsConnectionFailedException>(async () =>
            await nats.PublishAsync(Subject, 1).AsTask().WaitAsync(CoreTest.Patience));
        nats.ConnectionState.ShouldBe(NatsConnectionState.Failed);
        await Should.ThrowAsync<NatsConnectionFailedException>(async () => await nats.ConnectAsync());
    }

    [Fact]
    public async Task A_reconnect_can_be_asked_for()
    {
        await using var server = await NatsServer.StartNewAsync();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        await using var sub = await nats.SubscribeCoreAsync<int>(Subject);
        await nats.PingAsync();
        var client = nats.ServerInfo!.ClientId;
        var opened = CoreTest.Signal<bool>();
        nats.ConnectionOpened += (_, _) =>
        {
            if (nats.ServerInfo.ClientId != client)
                opened.TrySetResult(true);
            return default;
        };
        await nats.ReconnectAsync();
        await opened.Task.WaitAsync(CoreTest.Patience);
        await nats.PublishAsync(Subject, 5);
        (await CoreTest.NextAsync(sub)).Data.ShouldBe(5);
    }

    [Fact]
    public async Task Disposing_while_reconnecting_ends_the_wait()
    {
        await using var server = await NatsServer.StartNewAsync();
        var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url, ReconnectWaitMin = CoreTest.Patience });
        var failed = CoreTest.Signal<bool>();
        nats.ReconnectFailed += (_, _) =>
        {
            failed.TrySetResult(true);
            return default;
        };
        await nats.ConnectAsync();
        await server.KillAsync();
        await failed.Task.WaitAsync(CoreTest.Patience);
        var waiting = nats.PublishAsync(Subject, 1).AsTask();
        await nats.DisposeAsync().AsTask().WaitAsync(CoreTest.Patience);
        await Should.ThrowAsync<OperationCanceledException>(async () => await waiting.WaitAsync(CoreTest.Patience));
    }
}
