using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class JetStreamPublishTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public async Task InitializeAsync() => await _scope.CreateStreamAsync();

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Answers_stream_and_sequence_of_a_stored_message()
    {
        var first = await PublishAsync();
        var second = await PublishAsync();

        first.EnsureSuccess();
        first.IsSuccess().ShouldBeTrue();
        first.Stream.ShouldBe(_scope.Name);
        (second.Seq - first.Seq).ShouldBe(1ul);
    }

    [Fact]
    public async Task Drops_a_second_message_of_the_same_id()
    {
        var first = await PublishAsync(new NatsJSPubOpts { MsgId = "same" });
        var second = await PublishAsync(new NatsJSPubOpts { MsgId = "same" });

        second.Duplicate.ShouldBeTrue();
        second.IsSuccess().ShouldBeFalse();
        Should.Throw<NatsJSDuplicateMessageException>(second.EnsureSuccess).Sequence.ShouldBe(first.Seq);
        (await StateAsync()).Messages.ShouldBe(1);
    }

    [Fact]
    public async Task Refuses_a_message_based_on_an_older_sequence()
    {
        await PublishAsync();
        await PublishAsync();

        var refused = await PublishAsync(new NatsJSPubOpts { ExpectedLastSequence = 1 });

        refused.Error.ShouldNotBeNull().ErrCode.ShouldBe(10071);
        Should.Throw<NatsJSApiException>(refused.EnsureSuccess).Error.Code.ShouldBe(400);
        (await StateAsync()).Messages.ShouldBe(2);
    }

    [Fact]
    public async Task Takes_a_message_based_on_the_last_sequence_of_its_subject()
    {
        await PublishAsync(subject: "a");
        await PublishAsync(subject: "b");

        var refused = await PublishAsync(new NatsJSPubOpts { ExpectedLastSubjectSequence = 2 }, "a");
        var taken = await PublishAsync(new NatsJSPubOpts { ExpectedLastSubjectSequence = 1 }, "a");

        refused.Error.ShouldNotBeNull().ErrCode.ShouldBe(10071);
        taken.EnsureSuccess();
    }

    [Fact]
    public async Task Refuses_a_message_meant_for_another_stream()
    {
        var refused = await PublishAsync(new NatsJSPubOpts { ExpectedStream = "another" });

        refused.Error.ShouldNotBeNull().ErrCode.ShouldBe(10060);
    }

    [Fact]
    public async Task Refuses_a_message_that_follows_another_id()
    {
        await PublishAsync(new NatsJSPubOpts { MsgId = "first" });

        var taken = await PublishAsync(new NatsJSPubOpts { MsgId = "second", ExpectedLastMsgId = "first" });
        var refused = await PublishAsync(new NatsJSPubOpts { MsgId = "third", ExpectedLastMsgId = "first" });

        taken.EnsureSuccess();
        refused.Error.ShouldNotBeNull().ErrCode.ShouldBe(10070);
    }

    [Fact]
    public async Task Tells_that_no_stream_takes_the_subject()
    {
        var subject = "elsewhere." + _scope.Name;

        await Should.ThrowAsync<NatsJSPublishNoResponseException>(async () =>
            await _scope.JetStream.PublishAsync(subject, "x", cancellationToken: _scope.Patience));
        var result = await _scope.JetStream.TryPublishAsync(subject, "x", cancellationToken: _scope.Patience);

        result.Success.ShouldBeFalse();
        result.Error.ShouldBeOfType<NatsJSPublishNoResponseException>();
    }

    [Fact]
    public async Task Sends_again_until_a_stream_takes_the_subject()
    {
        var name = _scope.Name + "-late";
        var opts = new NatsJSPubOpts { RetryAttempts = 200, RetryWaitBetweenAttempts = TimeSpan.FromMilliseconds(20) };
        var publishing = _scope.JetStream.PublishAsync(name, "x", opts: opts, cancellationToken: _scope.Patience);
        await _scope.CreateStreamAsync(new StreamConfig(name, [name]));

        (await publishing).Seq.ShouldBe(1ul);
    }

    private async Task<PubAckResponse> PublishAsync(NatsJSPubOpts? opts = null, string subject = "x") =>
        await _scope.JetStream.PublishAsync($"{_scope.Name}.{subject}", "text", opts: opts, cancellationToken: _scope.Patience);

    private async Task<StreamState> StateAsync() =>
        (await _scope.JetStream.GetStreamAsync(_scope.Name, cancellationToken: _scope.Patience)).Info.State;
}
