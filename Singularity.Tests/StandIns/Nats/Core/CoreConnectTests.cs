using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreConnectTests(NatsServerFixture server) : CoreTest(server)
{
    private readonly NatsServer _server = server.Server;

    [Fact]
    public async Task Credentials_come_from_the_url_or_from_the_options()
    {
        Nats.Opts.AuthOpts.Username.ShouldBe("singularity");
        Nats.Opts.AuthOpts.Password.ShouldBe("p@ss w/rd:1");
        var auth = new NatsAuthOpts { Username = "singularity", Password = "p@ss w/rd:1" };
        await using var nats = new NatsConnection(Quick with { Url = _server.Address, AuthOpts = auth });
        await nats.ConnectAsync();
        nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
        nats.ServerInfo!.JetStreamAvailable.ShouldBeTrue();
        nats.ServerInfo.MaxPayload.ShouldBe(1024 * 1024);
        Version.TryParse(nats.ServerInfo.Version.Split('-')[0], out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_callback_can_supply_the_credentials()
    {
        var auth = new NatsAuthOpts
        {
            AuthCredCallback = (_, _) => ValueTask.FromResult(NatsAuthCred.FromUserInfo("singularity", "p@ss w/rd:1")),
        };
        await using var nats = new NatsConnection(Quick with { Url = _server.Address, AuthOpts = auth });
        (await nats.PingAsync()).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_wrong_password_is_an_authorization_error_that_does_not_show_it()
    {
        var auth = new NatsAuthOpts { Username = "singularity", Password = "wrong-secret" };
        await using var nats = new NatsConnection(Quick with { Url = _server.Address, AuthOpts = auth });
        var error = await Should.ThrowAsync<NatsException>(async () => await nats.ConnectAsync());
        error.InnerException.ShouldBeOfType<NatsServerException>().IsAuthError.ShouldBeTrue();
        error.ToString().ShouldNotContain("wrong-secret");
        nats.ConnectionState.ShouldBe(NatsConnectionState.Closed);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_without_the_password()
    {
        await using var nats = new NatsConnection(Quick with { Url = "nats://user:secret@127.0.0.1:1" });
        var error = await Should.ThrowAsync<NatsException>(async () => await nats.ConnectAsync());
        error.Message.ShouldContain("127.0.0.1:1");
        error.Message.ShouldNotContain("secret");
        await Should.ThrowAsync<NatsException>(async () => await nats.PublishAsync(Subject, 1));
    }

    [Fact]
    public async Task The_first_server_that_answers_is_taken()
    {
        await using var nats = new NatsConnection(Quick with { Url = $"nats://127.0.0.1:1,{Url}", AuthOpts = Nats.Opts.AuthOpts });
        await nats.ConnectAsync();
        nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
    }

    [Fact]
    public async Task A_token_signs_in()
    {
        await using var own = await NatsServer.StartNewAsync(new NatsServerOptions { Token = "t0ken" });
        await using var byUrl = new NatsConnection(Quick with { Url = own.Url });
        await byUrl.PingAsync();
        await using var byOption = new NatsConnection(Quick with { Url = own.Address, AuthOpts = new NatsAuthOpts { Token = "t0ken" } });
        await byOption.PingAsync();
        await using var nobody = new NatsConnection(Quick with { Url = own.Address });
        await Should.ThrowAsync<NatsException>(async () => await nobody.ConnectAsync());
    }

    [Fact]
    public async Task The_first_connect_can_wait_for_the_server()
    {
        await using var own = await NatsServer.StartNewAsync();
        await own.KillAsync();
        await using var nats = new NatsConnection(Quick with { Url = own.Url, RetryOnInitialConnect = true });
        var publishing = nats.PublishAsync(Subject, 1).AsTask();
        publishing.IsCompleted.ShouldBeFalse();
        await own.StartAsync();
        await publishing.WaitAsync(Patience);
        nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
    }

    [Fact]
    public async Task Everything_connects_by_itself_and_only_once()
    {
        await using var nats = new NatsConnection(Quick with { Url = Url });
        var opened = 0;
        nats.ConnectionOpened += (_, _) =>
        {
            Interlocked.Increment(ref opened);
            return default;
        };
        nats.ConnectionState.ShouldBe(NatsConnectionState.Closed);
        nats.ServerInfo.ShouldBeNull();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nats.PublishAsync(Subject, i).AsTask()));
        await nats.PingAsync();
        opened.ShouldBeLessThanOrEqualTo(1);
        nats.ConnectionState.ShouldBe(NatsConnectionState.Open);
    }

    [Fact]
    public async Task What_was_published_before_a_ping_outlives_the_connection_which_refuses_more()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject);
        await Nats.PingAsync();
        var leaving = new NatsConnection(Quick with { Url = Url });
        for (var i = 0; i < 1000; i++)
            await leaving.PublishAsync(Subject, i);
        await leaving.PingAsync();
        await leaving.DisposeAsync();
        await leaving.DisposeAsync();
        for (var i = 0; i < 1000; i++)
            (await NextAsync(sub)).Data.ShouldBe(i);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await leaving.PublishAsync(Subject, 1));
    }

    [Fact]
    public void Unknown_schemes_are_refused()
    {
        Should.Throw<ArgumentException>(() => new NatsConnection(Quick with { Url = "http://127.0.0.1:4222" }));
    }
}
