using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class JetStreamConsumeTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public async Task InitializeAsync() => await _scope.CreateStreamAsync();

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Theory]
    [InlineData(3, null)]
    [InlineData(null, 2_000)]
    public async Task Gives_more_messages_than_one_pull_asks_for(int? maxMsgs, int? maxBytes)
    {
        var texts = Enumerable.Range(0, 50).Select(i => $"message {i}").ToArray();
        await _scope.PublishAsync("a", texts);
        var consumer = await _scope.CreateConsumerAsync();
        var opts = new NatsJSConsumeOpts { MaxMsgs = maxMsgs, MaxBytes = maxBytes };

        var received = new List<string?>();
        await foreach (var msg in consumer.ConsumeAsync<string>(opts: opts, cancellationToken: _scope.Patience))
        {
            received.Add(msg.Data);
            await msg.AckAsync(cancellationToken: _scope.Patience);
            if (received.Count == texts.Length) break;
        }

        received.ShouldBe(texts);
    }

    [Fact]
    public async Task Gives_messages_that_are_published_while_it_waits()
    {
        var consumer = await _scope.CreateConsumerAsync();
        await using var messages = consumer.ConsumeAsync<string>(cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);
        var next = messages.MoveNextAsync();

        await _scope.PublishAsync("a", "late");

        (await next).ShouldBeTrue();
        messages.Current.Data.ShouldBe("late");
    }

    [Fact]
    public async Task Goes_on_after_its_pull_expired()
    {
        var consumer = await _scope.CreateConsumerAsync();
        var opts = new NatsJSConsumeOpts { MaxMsgs = 2, Expires = TimeSpan.FromSeconds(1), IdleHeartbeat = TimeSpan.FromSeconds(.5) };
        await using var messages = consumer.ConsumeAsync<string>(opts: opts, cancellationToken: _scope.Patience)
            .GetAsyncEnumerator(_scope.Patience);
        var next = messages.MoveNextAsync();
        var expired = await _scope.JetStream.CreateOrUpdateConsumerAsync(_scope.Name, new ConsumerConfig("clock"), _scope.Patience);
        (await expired.NextAsync<string>(opts: new NatsJSNextOpts { Expires = TimeSpan.FromSeconds(2) }, cancellationToken: _scope.Patience)).ShouldBeNull();

        await _scope.PublishAsync("a", "late");

        (await next).ShouldBeTrue();
        messages.Current.Data.ShouldBe("late");
    }

    [Fact]
    public async Task Ends_quietly_when_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_scope.Patience);
        var consumer = await _scope.CreateConsumerAsync();
        await _scope.PublishAsync("a", "one");

        var received = 0;
        await foreach (var msg in consumer.ConsumeAsync<string>(cancellationToken: stop.Token))
        {
            received++;
            await stop.CancelAsync();
        }

        received.ShouldBe(1);
    }

    [Fact]
    public async Task Fails_when_its_consumer_is_deleted()
    {
        var consumer = await _scope.CreateConsumerAsync();
        await using var messages = consumer.ConsumeAsync<string>(cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);
        await _scope.PublishAsync("a", "one");
        await messages.MoveNextAsync();
        var next = messages.MoveNextAsync();

        await _scope.JetStream.DeleteConsumerAsync(_scope.Name, "worker", _scope.Patience);

        var failure = await Should.ThrowAsync<NatsJSProtocolException>(async () => await next);
        failure.HeaderCode.ShouldBe(409);
        failure.HeaderMessageText.ShouldBe("Consumer Deleted");
    }

    [Fact]
    public async Task Shares_messages_among_those_who_consume()
    {
        var texts = Enumerable.Range(0, 40).Select(i => $"message {i}").ToArray();
        var consumer = await _scope.CreateConsumerAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_scope.Patience);
        var received = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        var consuming = Enumerable.Range(0, 3).Select(_ => ConsumeAsync()).ToArray();

        await _scope.PublishAsync("a", texts);
        await Task.WhenAll(consuming);

        received.Order(StringComparer.Ordinal).ShouldBe(texts.Order(StringComparer.Ordinal));

        async Task ConsumeAsync()
        {
            await foreach (var msg in consumer.ConsumeAsync<string>(opts: new NatsJSConsumeOpts { MaxMsgs = 2 }, cancellationToken: stop.Token))
            {
                received.Enqueue(msg.Data);
                await msg.AckAsync(new AckOpts { DoubleAck = true }, _scope.Patience);
                if (received.Count == texts.Length) await stop.CancelAsync();
            }
        }
    }

    [Fact]
    public async Task Fetches_a_batch_and_no_more()
    {
        await _scope.PublishAsync("a", "one", "two", "three");
        var consumer = await _scope.CreateConsumerAsync();

        (await FetchAsync(consumer, new NatsJSFetchOpts { MaxMsgs = 2 })).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Fetches_what_there_is_when_a_batch_does_not_fill_in_time()
    {
        await _scope.PublishAsync("a", "one");
        var consumer = await _scope.CreateConsumerAsync();

        (await FetchAsync(consumer, new NatsJSFetchOpts { MaxMsgs = 2, Expires = TimeSpan.FromSeconds(1) })).ShouldBe(["one"]);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(null, null)]
    public async Task Refuses_limits_by_both_messages_and_bytes_and_by_none(int? maxMsgs, int? maxBytes)
    {
        var consumer = await _scope.CreateConsumerAsync();

        await Should.ThrowAsync<NatsJSException>(() =>
            FetchAsync(consumer, new NatsJSFetchOpts { MaxMsgs = maxMsgs, MaxBytes = maxBytes }));
    }

    [Fact]
    public async Task Refuses_to_wait_less_than_a_second()
    {
        var consumer = await _scope.CreateConsumerAsync();

        await Should.ThrowAsync<NatsJSException>(() =>
            FetchAsync(consumer, new NatsJSFetchOpts { MaxMsgs = 1, Expires = TimeSpan.FromMilliseconds(900) }));
    }

    private async Task<List<string?>> FetchAsync(INatsJSConsumer consumer, NatsJSFetchOpts opts)
    {
        var fetched = new List<string?>();
        await foreach (var msg in consumer.FetchAsync<string>(opts, cancellationToken: _scope.Patience)) fetched.Add(msg.Data);
        return fetched;
    }
}
