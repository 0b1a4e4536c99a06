using NATS.Client.JetStream;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

public sealed class JetStreamRestartTests : IAsyncLifetime
{
    private static readonly NatsJSConsumeOpts Watchful = new()
    {
        MaxMsgs = 10,
        Expires = TimeSpan.FromSeconds(2),
        IdleHeartbeat = TimeSpan.FromSeconds(.5),
    };

    private NatsServer _server = null!;
    private JetStreamScope _scope = null!;

    public async Task InitializeAsync()
    {
        _server = await NatsServer.StartNewAsync(new NatsServerOptions { JetStream = true });
        _scope = JetStreamScope.Open(_server.Url);
        await _scope.CreateStreamAsync();
    }

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_durable_consumer_goes_on_after_a_restart(bool killed)
    {
        var consumer = await _scope.CreateConsumerAsync();
        await using var messages = consumer.ConsumeAsync<string>(opts: Watchful, cancellationToken: _scope.Patience)
            .GetAsyncEnumerator(_scope.Patience);
        await _scope.PublishAsync("a", "before");
        await messages.MoveNextAsync();
        await messages.Current.AckAsync(new AckOpts { DoubleAck = true }, _scope.Patience);
        var next = messages.MoveNextAsync();

        await RestartAsync(killed);
        await _scope.PublishAsync("a", "after");

        (await next).ShouldBeTrue();
        messages.Current.Data.ShouldBe("after");
    }

    [Fact]
    public async Task An_ordered_consumer_goes_on_after_a_restart()
    {
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, cancellationToken: _scope.Patience);
        await using var messages = consumer.ConsumeAsync<string>(opts: Watchful, cancellationToken: _scope.Patience)
            .GetAsyncEnumerator(_scope.Patience);
        await _scope.PublishAsync("a", "one", "two");
        await messages.MoveNextAsync();
        await messages.MoveNextAsync();
        var next = messages.MoveNextAsync();

        await RestartAsync(killed: false);
        await _scope.PublishAsync("a", "three");

        (await next).ShouldBeTrue();
        messages.Current.Data.ShouldBe("three");
    }

    [Fact]
    public async Task Publishing_goes_on_after_a_restart()
    {
        await _scope.PublishAsync("a", "before");

        await RestartAsync(killed: true);
        var ack = await _scope.JetStream.PublishAsync(_scope.Name + ".a", "after", cancellationToken: _scope.Patience);

        ack.Seq.ShouldBe(2ul);
    }

    private async Task RestartAsync(bool killed)
    {
        var reopened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _scope.Connection.ConnectionOpened += (_, _) =>
        {
            reopened.TrySetResult();
            return default;
        };
        await (killed ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();
        await reopened.Task.WaitAsync(_scope.Patience);
    }
}
