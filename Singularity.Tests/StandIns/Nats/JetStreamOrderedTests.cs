using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class JetStreamOrderedTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public async Task InitializeAsync()
    {
        await _scope.CreateStreamAsync();
        await _scope.PublishAsync("a", "one");
        await _scope.PublishAsync("b", "two");
        await _scope.PublishAsync("a", "three");
    }

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Gives_every_message_in_order()
    {
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, cancellationToken: _scope.Patience);

        (await TakeAsync(consumer, 3)).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Gives_messages_that_pass_its_filter_from_where_it_begins()
    {
        var opts = new NatsJSOrderedConsumerOpts
        {
            FilterSubjects = [_scope.Name + ".a"],
            DeliverPolicy = ConsumerConfigDeliverPolicy.ByStartSequence,
            OptStartSeq = 2,
        };
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, opts, _scope.Patience);

        (await TakeAsync(consumer, 1)).ShouldBe(["three"]);
    }

    [Fact]
    public async Task Goes_on_when_the_server_lost_its_consumer()
    {
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, cancellationToken: _scope.Patience);
        await using var messages = consumer.ConsumeAsync<string>(cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);
        for (var i = 0; i < 3; i++) await messages.MoveNextAsync();
        var next = messages.MoveNextAsync();

        await _scope.JetStream.DeleteConsumerAsync(_scope.Name, consumer.Info.Name, _scope.Patience);
        await _scope.PublishAsync("a", "four");

        (await next).ShouldBeTrue();
        messages.Current.Data.ShouldBe("four");
    }

    [Fact]
    public async Task Fetches_on_from_where_the_last_batch_ended()
    {
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, cancellationToken: _scope.Patience);

        var first = await consumer.NextAsync<string>(cancellationToken: _scope.Patience);
        var second = await consumer.NextAsync<string>(cancellationToken: _scope.Patience);

        (first?.Data, second?.Data).ShouldBe(("one", "two"));
    }

    [Fact]
    public async Task Leaves_no_consumer_behind()
    {
        var consumer = await _scope.JetStream.CreateOrderedConsumerAsync(_scope.Name, cancellationToken: _scope.Patience);
        await TakeAsync(consumer, 2);

        var stream = await _scope.JetStream.GetStreamAsync(_scope.Name, cancellationToken: _scope.Patience);

        stream.Info.State.ConsumerCount.ShouldBe(0);
    }

    private async Task<List<string?>> TakeAsync(INatsJSConsumer consumer, int count)
    {
        var taken = new List<string?>();
        await foreach (var msg in consumer.ConsumeAsync<string>(cancellationToken: _scope.Patience))
        {
            taken.Add(msg.Data);
            if (taken.Count == count) break;
        }

        return taken;
    }
}
