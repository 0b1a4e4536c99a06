using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class KeyValueBucketTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Lies_in_a_stream_as_configured()
    {
        var store = await _scope.CreateBucketAsync(new NatsKVConfig(_scope.Name)
        {
            Description = "of a test",
            MaxAge = TimeSpan.FromHours(1),
            Storage = NatsKVStorageType.Memory,
            History = 3,
            MaxBytes = 1_000_000,
            MaxValueSize = 1_000,
        });

        var status = await store.GetStatusAsync(_scope.Patience);
        var config = status.Info.Config;

        (status.Bucket, status.IsCompressed).ShouldBe((_scope.Name, false));
        config.Name.ShouldBe("KV_" + _scope.Name);
        config.Subjects.ShouldBe([$"$KV.{_scope.Name}.>"]);
        config.Description.ShouldBe("of a test");
        config.MaxAge.ShouldBe(TimeSpan.FromHours(1));
        config.Storage.ShouldBe(StreamConfigStorage.Memory);
        config.Discard.ShouldBe(StreamConfigDiscard.New);
        (config.MaxMsgsPerSubject, config.MaxBytes, config.MaxMsgSize).ShouldBe((3, 1_000_000, 1_000));
        (config.AllowDirect, config.AllowRollupHdrs, config.DenyDelete, config.DenyPurge).ShouldBe((true, true, true, false));
    }

    [Fact]
    public async Task Keeps_one_entry_of_a_key_for_ever_unless_told_otherwise()
    {
        var store = await _scope.KeyValue.CreateStoreAsync(_scope.Name, _scope.Patience);

        var config = (await store.GetStatusAsync(_scope.Patience)).Info.Config;

        (config.MaxMsgsPerSubject, config.MaxAge, config.Storage).ShouldBe((1, TimeSpan.Zero, StreamConfigStorage.File));
    }

    [Fact]
    public async Task Forgets_a_key_after_its_age()
    {
        var store = await _scope.CreateBucketAsync(new NatsKVConfig(_scope.Name) { MaxAge = TimeSpan.FromMilliseconds(200) });
        await store.PutAsync("key", "value", cancellationToken: _scope.Patience);

        await Eventually.IsTrueAsync(
            async () => !(await store.TryGetEntryAsync<string>("key", cancellationToken: _scope.Patience)).Success, "the key is gone");

        (await store.TryGetEntryAsync<string>("key", cancellationToken: _scope.Patience)).Error.ShouldBeOfType<NatsKVKeyNotFoundException>();
        await store.CreateAsync("key", "again", cancellationToken: _scope.Patience);
    }

    [Fact]
    public async Task Is_updated_or_created_as_needed()
    {
        var config = new NatsKVConfig(_scope.Name);
        await _scope.KeyValue.CreateOrUpdateStoreAsync(config, _scope.Patience);
        await _scope.KeyValue.CreateOrUpdateStoreAsync(config with { MaxAge = TimeSpan.FromHours(2) }, _scope.Patience);
        var updated = await _scope.KeyValue.UpdateStoreAsync(config with { MaxAge = TimeSpan.FromHours(3) }, _scope.Patience);

        (await updated.GetStatusAsync(_scope.Patience)).Info.Config.MaxAge.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task Is_found_listed_and_deleted_by_name()
    {
        await _scope.CreateBucketAsync();
        await _scope.CreateStreamAsync();
        var store = await _scope.KeyValue.GetStoreAsync(_scope.Name, _scope.Patience);
        var names = new List<string>();
        await foreach (var name in _scope.KeyValue.GetBucketNamesAsync(_scope.Patience)) names.Add(name);

        store.Bucket.ShouldBe(_scope.Name);
        names.ShouldContain(_scope.Name);
        names.ShouldAllBe(name => !name.StartsWith("KV_", StringComparison.Ordinal));
        (await _scope.KeyValue.DeleteStoreAsync(_scope.Name, _scope.Patience)).ShouldBeTrue();
        var missing = await Should.ThrowAsync<NatsJSApiException>(async () => await _scope.KeyValue.GetStoreAsync(_scope.Name, _scope.Patience));
        missing.Error.Code.ShouldBe(404);
    }

    [Theory]
    [InlineData("with.dot")]
    [InlineData("with space")]
    [InlineData("")]
    public async Task Refuses_names_that_no_bucket_can_have(string bucket)
    {
        (await Should.ThrowAsync<NatsKVException>(async () => await _scope.KeyValue.CreateStoreAsync(bucket))).Message.ShouldBe("Invalid bucket name");
        await Should.ThrowAsync<NatsKVException>(async () => await _scope.KeyValue.GetStoreAsync(bucket));
        await Should.ThrowAsync<NatsKVException>(async () => await _scope.KeyValue.DeleteStoreAsync(bucket));
    }

    [Fact]
    public async Task Refuses_a_history_longer_than_the_longest()
    {
        var config = new NatsKVConfig(_scope.Name) { History = NatsKVDefaults.MaxHistory + 1 };

        await Should.ThrowAsync<NatsKVException>(async () => await _scope.KeyValue.CreateStoreAsync(config));
    }

    [Fact]
    public async Task Refuses_values_that_are_too_large()
    {
        var store = await _scope.CreateBucketAsync(new NatsKVConfig(_scope.Name) { MaxValueSize = 10 });

        var refused = await Should.ThrowAsync<NatsJSApiException>(async () =>
            await store.PutAsync("key", "longer than ten", cancellationToken: _scope.Patience));

        refused.Error.ErrCode.ShouldBe(10054);
    }

    [Fact]
    public async Task Answers_gets_that_name_the_key_in_their_subject()
    {
        await _scope.CreateBucketAsync();
        var bySubject = new NatsKVContext(_scope.JetStream, new NatsKVOpts { UseDirectGetApiWithKeysInSubject = true });
        var store = await bySubject.GetStoreAsync(_scope.Name, _scope.Patience);
        await store.PutAsync("key", "value", cancellationToken: _scope.Patience);

        (await store.GetEntryAsync<string>("key", cancellationToken: _scope.Patience)).Value.ShouldBe("value");
        (await store.TryGetEntryAsync<string>("missing", cancellationToken: _scope.Patience)).Error.ShouldBeOfType<NatsKVKeyNotFoundException>();
    }
}
