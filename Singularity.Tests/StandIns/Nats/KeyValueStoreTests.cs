using NATS.Client.KeyValueStore;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class KeyValueStoreTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);
    private INatsKVStore _store = null!;

    public async Task InitializeAsync() => _store = await _scope.CreateBucketAsync(new NatsKVConfig(_scope.Name) { History = 5 });

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Gets_what_was_put()
    {
        var revision = await _store.PutAsync("a/key", "value", cancellationToken: _scope.Patience);
        var entry = await _store.GetEntryAsync<string>("a/key", cancellationToken: _scope.Patience);

        (entry.Bucket, entry.Key, entry.Value).ShouldBe((_scope.Name, "a/key", "value"));
        (entry.Revision, entry.Delta, entry.Operation).ShouldBe((revision, 0ul, NatsKVOperation.Put));
        entry.Created.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        entry.Error.ShouldBeNull();
    }

    [Fact]
    public async Task Gets_an_older_revision()
    {
        var first = await _store.PutAsync("key", "one", cancellationToken: _scope.Patience);
        await _store.PutAsync("key", "two", cancellationToken: _scope.Patience);

        (await _store.GetEntryAsync<string>("key", first, cancellationToken: _scope.Patience)).Value.ShouldBe("one");
    }

    [Fact]
    public async Task Tells_that_a_key_is_not_there()
    {
        await Should.ThrowAsync<NatsKVKeyNotFoundException>(async () =>
            await _store.GetEntryAsync<string>("missing", cancellationToken: _scope.Patience));
        var result = await _store.TryGetEntryAsync<string>("missing", cancellationToken: _scope.Patience);

        result.Success.ShouldBeFalse();
        result.Error.ShouldBeOfType<NatsKVKeyNotFoundException>();
    }

    [Fact]
    public async Task Tells_that_a_value_cannot_be_read()
    {
        await _store.PutAsync("key", "no number", cancellationToken: _scope.Patience);

        var entry = await _store.GetEntryAsync<int>("key", cancellationToken: _scope.Patience);

        entry.Error.ShouldNotBeNull();
        Should.Throw<Exception>(entry.EnsureSuccess).ShouldBe(entry.Error);
    }

    [Theory]
    [InlineData("", "Key cannot be empty")]
    [InlineData(" ", "Key cannot be empty")]
    [InlineData(".a", "Key cannot start or end with a period")]
    [InlineData("a.", "Key cannot start or end with a period")]
    [InlineData("a b", "Key contains invalid characters")]
    [InlineData("a*", "Key contains invalid characters")]
    [InlineData("a@1", "Key contains invalid characters")]
    [InlineData("a\n", "Key contains invalid characters")]
    public async Task Refuses_keys_that_cannot_be(string key, string why)
    {
        NatsKVStore.IsValidKey(key).Success.ShouldBeFalse();
        (await Should.ThrowAsync<NatsKVException>(async () => await _store.PutAsync(key, "x"))).Message.ShouldBe(why);
        (await Should.ThrowAsync<NatsKVException>(async () => await _store.GetEntryAsync<string>(key))).Message.ShouldBe(why);
        (await _store.TryCreateAsync(key, "x")).Error.Message.ShouldBe(why);
        (await _store.TryDeleteAsync(key)).Error.Message.ShouldBe(why);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("npm.=40angular/core_1-2")]
    public void Takes_keys_that_can_be(string key) => NatsKVStore.IsValidKey(key).Success.ShouldBeTrue();

    [Fact]
    public async Task Creates_a_key_once()
    {
        await _store.CreateAsync("key", "one", cancellationToken: _scope.Patience);

        await Should.ThrowAsync<NatsKVCreateException>(async () => await _store.CreateAsync("key", "two", cancellationToken: _scope.Patience));

        (await _store.TryCreateAsync("key", "two", cancellationToken: _scope.Patience)).Error.ShouldBeOfType<NatsKVCreateException>();
        (await _store.GetEntryAsync<string>("key", cancellationToken: _scope.Patience)).Value.ShouldBe("one");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Creates_a_deleted_key_again(bool purged)
    {
        var first = await _store.CreateAsync("key", "one", cancellationToken: _scope.Patience);
        if (purged) await _store.PurgeAsync("key", cancellationToken: _scope.Patience);
        else await _store.DeleteAsync("key", cancellationToken: _scope.Patience);

        var again = await _store.CreateAsync("key", "two", cancellationToken: _scope.Patience);

        again.ShouldBe(first + 2);
        (await _store.GetEntryAsync<string>("key", cancellationToken: _scope.Patience)).Value.ShouldBe("two");
    }

    [Fact]
    public async Task Updates_a_key_that_has_not_changed_since()
    {
        var first = await _store.PutAsync("key", "one", cancellationToken: _scope.Patience);
        var second = await _store.UpdateAsync("key", "two", first, cancellationToken: _scope.Patience);

        var conflict = await Should.ThrowAsync<NatsKVWrongLastRevisionException>(async () =>
            await _store.UpdateAsync("key", "three", first, cancellationToken: _scope.Patience));

        conflict.Error.ErrCode.ShouldBe(10071);
        (await _store.TryUpdateAsync("key", "three", first, cancellationToken: _scope.Patience)).Error
            .ShouldBeOfType<NatsKVWrongLastRevisionException>();
        (await _store.TryUpdateAsync("key", "three", second, cancellationToken: _scope.Patience)).Value.ShouldBe(second + 1);
    }

    [Fact]
    public async Task Tells_the_revision_of_a_deleted_key()
    {
        var revision = await _store.PutAsync("key", "one", cancellationToken: _scope.Patience);
        await _store.DeleteAsync("key", cancellationToken: _scope.Patience);

        var deleted = await Should.ThrowAsync<NatsKVKeyDeletedException>(async () =>
            await _store.GetEntryAsync<string>("key", cancellationToken: _scope.Patience));

        deleted.Revision.ShouldBe(revision + 1);
    }

    [Fact]
    public async Task Deletes_only_the_revision_it_is_told_to()
    {
        var revision = await _store.PutAsync("key", "one", cancellationToken: _scope.Patience);
        var newest = await _store.PutAsync("key", "two", cancellationToken: _scope.Patience);

        await Should.ThrowAsync<NatsKVWrongLastRevisionException>(async () =>
            await _store.DeleteAsync("key", new NatsKVDeleteOpts { Revision = revision }, _scope.Patience));

        (await _store.TryDeleteAsync("key", new NatsKVDeleteOpts { Revision = newest }, _scope.Patience)).Success.ShouldBeTrue();
    }

    [Fact]
    public async Task Keeps_the_history_of_a_key_until_it_is_purged()
    {
        await _store.PutAsync("key", "one", cancellationToken: _scope.Patience);
        await _store.PutAsync("other", "x", cancellationToken: _scope.Patience);
        await _store.PutAsync("key", "two", cancellationToken: _scope.Patience);
        await _store.DeleteAsync("key", cancellationToken: _scope.Patience);

        (await HistoryAsync("key")).ShouldBe([("one", NatsKVOperation.Put), ("two", NatsKVOperation.Put), (null, NatsKVOperation.Del)]);

        await _store.PurgeAsync("key", cancellationToken: _scope.Patience);

        (await HistoryAsync("key")).ShouldBe([(null, NatsKVOperation.Purge)]);
        (await HistoryAsync("missing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_the_keys_that_have_a_value()
    {
        foreach (var key in (string[])["npm.a", "npm.b", "cargo.a", "gone"]) await _store.PutAsync(key, "x", cancellationToken: _scope.Patience);
        await _store.DeleteAsync("gone", cancellationToken: _scope.Patience);

        (await KeysAsync(_store.GetKeysAsync(cancellationToken: _scope.Patience))).ShouldBe(["cargo.a", "npm.a", "npm.b"]);
        (await KeysAsync(_store.GetKeysAsync(["npm.>"], cancellationToken: _scope.Patience))).ShouldBe(["npm.a", "npm.b"]);
    }

    [Fact]
    public async Task Lists_no_keys_of_an_empty_bucket() =>
        (await KeysAsync(_store.GetKeysAsync(cancellationToken: _scope.Patience))).ShouldBeEmpty();

    [Fact]
    public async Task Removes_deleted_keys_for_good()
    {
        await _store.PutAsync("kept", "x", cancellationToken: _scope.Patience);
        await _store.PutAsync("gone", "x", cancellationToken: _scope.Patience);
        await _store.DeleteAsync("gone", cancellationToken: _scope.Patience);

        await _store.PurgeDeletesAsync(cancellationToken: _scope.Patience);
        (await HistoryAsync("gone")).ShouldHaveSingleItem();
        await _store.PurgeDeletesAsync(new NatsKVPurgeOpts { DeleteMarkersThreshold = TimeSpan.Zero }, _scope.Patience);

        (await HistoryAsync("gone")).ShouldBeEmpty();
        (await _store.GetStatusAsync(_scope.Patience)).Info.State.Messages.ShouldBe(1);
    }

    private static async Task<List<string>> KeysAsync(IAsyncEnumerable<string> keys)
    {
        var listed = new List<string>();
        await foreach (var key in keys) listed.Add(key);
        listed.Sort(StringComparer.Ordinal);
        return listed;
    }

    private async Task<List<(string?, NatsKVOperation)>> HistoryAsync(string key)
    {
        var history = new List<(string?, NatsKVOperation)>();
        await foreach (var entry in _store.HistoryAsync<string>(key, cancellationToken: _scope.Patience))
            history.Add((entry.Value, entry.Operation));
        return history;
    }
}
