using System.Text;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class JetStreamStreamTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Keeps_what_it_was_configured_with()
    {
        await _scope.CreateStreamAsync(new StreamConfig(_scope.Name, [_scope.Name + ".>"])
        {
            Description = "of a test",
            Retention = StreamConfigRetention.Workqueue,
            Storage = StreamConfigStorage.Memory,
            Discard = StreamConfigDiscard.New,
            MaxAge = TimeSpan.FromHours(1),
            MaxBytes = 100_000,
            MaxMsgs = 1_000,
            MaxMsgsPerSubject = 10,
            MaxMsgSize = 5_000,
            DuplicateWindow = TimeSpan.FromSeconds(90),
            AllowDirect = true,
            AllowRollupHdrs = true,
            DenyDelete = true,
            NumReplicas = 1,
        });

        var config = (await _scope.JetStream.GetStreamAsync(_scope.Name, cancellationToken: _scope.Patience)).Info.Config;

        config.Name.ShouldBe(_scope.Name);
        config.Subjects.ShouldBe([_scope.Name + ".>"]);
        config.Description.ShouldBe("of a test");
        config.Retention.ShouldBe(StreamConfigRetention.Workqueue);
        config.Storage.ShouldBe(StreamConfigStorage.Memory);
        config.Discard.ShouldBe(StreamConfigDiscard.New);
        config.MaxAge.ShouldBe(TimeSpan.FromHours(1));
        (config.MaxBytes, config.MaxMsgs, config.MaxMsgsPerSubject, config.MaxMsgSize).ShouldBe((100_000, 1_000, 10, 5_000));
        config.DuplicateWindow.ShouldBe(TimeSpan.FromSeconds(90));
        (config.AllowDirect, config.AllowRollupHdrs, config.DenyDelete).ShouldBe((true, true, true));
    }

    [Fact]
    public async Task Creates_a_stream_or_updates_the_one_that_is_there()
    {
        var config = new StreamConfig(_scope.Name, [_scope.Name + ".>"]);
        var created = await _scope.JetStream.CreateOrUpdateStreamAsync(config, _scope.Patience);
        var updated = await _scope.JetStream.CreateOrUpdateStreamAsync(config with { MaxMsgs = 7 }, _scope.Patience);

        updated.Info.Created.ShouldBe(created.Info.Created);
        updated.Info.Config.MaxMsgs.ShouldBe(7);
    }

    [Fact]
    public async Task Refuses_to_create_a_stream_anew_with_another_configuration()
    {
        await _scope.CreateStreamAsync();

        var refused = await Should.ThrowAsync<NatsJSApiException>(() =>
            _scope.CreateStreamAsync(new StreamConfig(_scope.Name, [_scope.Name + ".other"])));

        refused.Error.ErrCode.ShouldBe(10058);
    }

    [Fact]
    public async Task Tells_that_a_stream_is_not_there()
    {
        var missing = await Should.ThrowAsync<NatsJSApiException>(async () =>
            await _scope.JetStream.GetStreamAsync(_scope.Name, cancellationToken: _scope.Patience));

        missing.Error.Code.ShouldBe(404);
        missing.Error.ErrCode.ShouldBe(10059);
        missing.Message.ShouldBe("stream not found");
    }

    [Theory]
    [InlineData("with.dot")]
    [InlineData("with space")]
    [InlineData("")]
    public async Task Refuses_names_that_no_stream_can_have(string name)
    {
        await Should.ThrowAsync<ArgumentException>(() => _scope.CreateStreamAsync(new StreamConfig(name, ["x"])));
        await Should.ThrowAsync<ArgumentException>(async () => await _scope.JetStream.DeleteStreamAsync(name, _scope.Patience));
    }

    [Fact]
    public async Task Purges_all_but_the_newest_messages_of_a_subject()
    {
        var stream = await _scope.CreateStreamAsync();
        await _scope.PublishAsync("a", "1", "2", "3");
        await _scope.PublishAsync("b", "4");

        var purged = await stream.PurgeAsync(new StreamPurgeRequest { Filter = _scope.Name + ".a", Keep = 1 }, _scope.Patience);
        await stream.RefreshAsync(_scope.Patience);

        purged.Success.ShouldBeTrue();
        purged.Purged.ShouldBe(2);
        stream.Info.State.Messages.ShouldBe(2);
    }

    [Fact]
    public async Task Reads_and_deletes_single_messages()
    {
        var stream = await _scope.CreateStreamAsync(new StreamConfig(_scope.Name, [_scope.Name + ".>"]) { AllowDirect = true });
        await _scope.PublishAsync("a", "one", "two");

        var stored = await stream.GetAsync(new StreamMsgGetRequest { Seq = 1 }, _scope.Patience);
        var direct = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { LastBySubj = _scope.Name + ".a" }, cancellationToken: _scope.Patience);
        var deleted = await stream.DeleteMessageAsync(new StreamMsgDeleteRequest { Seq = 1 }, _scope.Patience);
        var gone = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 1 }, cancellationToken: _scope.Patience);

        Encoding.UTF8.GetString(stored.Message.Data.Span).ShouldBe("one");
        stored.Message.Subject.ShouldBe(_scope.Name + ".a");
        direct.Data.ShouldBe("two");
        direct.Headers!["Nats-Sequence"].ToString().ShouldBe("2");
        deleted.Success.ShouldBeTrue();
        gone.Headers!.Code.ShouldBe(404);
    }

    [Fact]
    public async Task Lists_the_streams_that_take_a_subject()
    {
        await _scope.CreateStreamAsync();
        var names = new List<string>();
        await foreach (var name in _scope.JetStream.ListStreamNamesAsync(_scope.Name + ".a", _scope.Patience)) names.Add(name);
        var streams = new List<string?>();
        await foreach (var stream in _scope.JetStream.ListStreamsAsync(_scope.Name + ".a", _scope.Patience)) streams.Add(stream.Info.Config.Name);

        names.ShouldBe([_scope.Name]);
        streams.ShouldBe([_scope.Name]);
    }

    [Fact]
    public async Task Counts_messages_by_subject_when_asked()
    {
        await _scope.CreateStreamAsync();
        await _scope.PublishAsync("a", "1", "2");

        var stream = await _scope.JetStream.GetStreamAsync(_scope.Name, new StreamInfoRequest { SubjectsFilter = ">" }, _scope.Patience);

        stream.Info.State.Subjects!.ShouldHaveSingleItem().Value.ShouldBe(2);
    }

    [Fact]
    public async Task Is_unusable_once_deleted()
    {
        var stream = await _scope.CreateStreamAsync();

        (await stream.DeleteAsync(_scope.Patience)).ShouldBeTrue();
        await Should.ThrowAsync<NatsJSException>(async () => await stream.PurgeAsync(new StreamPurgeRequest(), _scope.Patience));
    }

    [Fact]
    public async Task Tells_the_limits_of_the_account()
    {
        await _scope.CreateStreamAsync();

        var account = await _scope.JetStream.GetAccountInfoAsync(_scope.Patience);

        account.Streams.ShouldBeGreaterThan(0);
        account.Limits.MaxStreams.ShouldBe(-1);
    }
}
