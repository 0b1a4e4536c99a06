using NATS.Client.KeyValueStore;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class KeyValueWatchTests(NatsServerFixture server) : IAsyncLifetime
{
    private readonly JetStreamScope _scope = JetStreamScope.Open(server.Url);
    private INatsKVStore _store = null!;

    public async Task InitializeAsync() => _store = await _scope.CreateBucketAsync(new NatsKVConfig(_scope.Name) { History = 5 });

    public async Task DisposeAsync() => await _scope.DisposeAsync();

    [Fact]
    public async Task Begins_with_the_newest_entries_and_goes_on_with_changes()
    {
        await PutAsync("a", "1", "2");
        await PutAsync("b", "3");
        await using var entries = _store.WatchAsync<string>(cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);

        (await NextAsync(entries)).ShouldBe(("a", "2", NatsKVOperation.Put));
        entries.Current.Delta.ShouldBe(1ul);
        (await NextAsync(entries)).ShouldBe(("b", "3", NatsKVOperation.Put));
        entries.Current.Delta.ShouldBe(0ul);

        var revision = await _store.PutAsync("a", "4", cancellationToken: _scope.Patience);
        await _store.DeleteAsync("b", cancellationToken: _scope.Patience);

        (await NextAsync(entries)).ShouldBe(("a", "4", NatsKVOperation.Put));
        entries.Current.Revision.ShouldBe(revision);
        (await NextAsync(entries)).ShouldBe(("b", null, NatsKVOperation.Del));
    }

    [Fact]
    public async Task Begins_with_the_whole_history_when_asked()
    {
        await PutAsync("a", "1", "2");
        await using var entries = Watch(new NatsKVWatchOpts { IncludeHistory = true });

        (await NextAsync(entries)).ShouldBe(("a", "1", NatsKVOperation.Put));
        (await NextAsync(entries)).ShouldBe(("a", "2", NatsKVOperation.Put));
    }

    [Fact]
    public async Task Begins_with_the_next_change_when_asked()
    {
        await PutAsync("a", "1");
        await using var entries = Watch(new NatsKVWatchOpts { UpdatesOnly = true });
        var next = NextAsync(entries);

        // The watch begins some time after it was asked for, so there are changes until it tells of one.
        var change = 2;
        while (!next.IsCompleted) await PutAsync("a", change++.ToString());

        (await next).Value.ShouldNotBe("1");
    }

    [Fact]
    public async Task Begins_at_a_revision_when_asked()
    {
        await PutAsync("a", "1", "2", "3");
        await using var entries = Watch(new NatsKVWatchOpts { ResumeAtRevision = 2 });

        (await NextAsync(entries)).ShouldBe(("a", "2", NatsKVOperation.Put));
        (await NextAsync(entries)).ShouldBe(("a", "3", NatsKVOperation.Put));
    }

    [Fact]
    public async Task Leaves_markers_and_values_out_when_asked()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "2");
        await _store.DeleteAsync("a", cancellationToken: _scope.Patience);
        await PutAsync("c", "3");
        await using var entries = Watch(new NatsKVWatchOpts { IgnoreDeletes = true, MetaOnly = true });

        (await NextAsync(entries)).ShouldBe(("b", null, NatsKVOperation.Put));
        (await NextAsync(entries)).ShouldBe(("c", null, NatsKVOperation.Put));
    }

    [Fact]
    public async Task Tells_only_of_the_keys_it_was_asked_for()
    {
        await PutAsync("npm.a", "1");
        await PutAsync("cargo.a", "2");
        await PutAsync("hex.a", "3");
        await using var one = _store.WatchAsync<string>("cargo.*", cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);

        (await NextAsync(one)).Key.ShouldBe("cargo.a");

        if (!_scope.KnowsSeveralFilters) return;
        await using var two = _store.WatchAsync<string>(["cargo.a", "hex.>"], cancellationToken: _scope.Patience)
            .GetAsyncEnumerator(_scope.Patience);

        (await NextAsync(two)).Key.ShouldBe("cargo.a");
        (await NextAsync(two)).Key.ShouldBe("hex.a");
    }

    [Fact]
    public async Task Ends_without_data_when_told_to()
    {
        var asked = 0;
        await foreach (var entry in _store.WatchAsync<string>(opts: Ending(), cancellationToken: _scope.Patience)) entry.Key.ShouldBeNull();
        asked.ShouldBe(1);

        await PutAsync("a", "1");
        await _store.DeleteAsync("a", cancellationToken: _scope.Patience);
        await foreach (var entry in _store.WatchAsync<string>(opts: Ending(), cancellationToken: _scope.Patience)) entry.Key.ShouldBeNull();
        asked.ShouldBe(2);

        NatsKVWatchOpts Ending() => new()
        {
            IgnoreDeletes = true,
            OnNoData = _ =>
            {
                asked++;
                return ValueTask.FromResult(true);
            },
        };
    }

    [Fact]
    public async Task Throws_when_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_scope.Patience);
        await PutAsync("a", "1");

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in _store.WatchAsync<string>(cancellationToken: stop.Token)) await stop.CancelAsync();
        });
    }

    [Fact]
    public async Task Ends_quietly_when_cancelled_if_so_configured()
    {
        var quiet = new NatsKVContext(_scope.JetStream, new NatsKVOpts { WatcherThrowOnCancellation = false });
        var store = await quiet.GetStoreAsync(_scope.Name, _scope.Patience);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_scope.Patience);
        await PutAsync("a", "1");

        var seen = 0;
        await foreach (var entry in store.WatchAsync<string>(cancellationToken: stop.Token))
        {
            seen++;
            await stop.CancelAsync();
        }

        seen.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, true, 0ul)]
    [InlineData(true, false, 1ul)]
    [InlineData(false, true, 1ul)]
    public async Task Refuses_beginnings_that_exclude_each_other(bool history, bool updates, ulong revision)
    {
        await using var entries = Watch(new NatsKVWatchOpts { IncludeHistory = history, UpdatesOnly = updates, ResumeAtRevision = revision });

        await Should.ThrowAsync<InvalidOperationException>(async () => await entries.MoveNextAsync());
    }

    [Fact]
    public async Task Refuses_to_watch_no_keys_at_all() => await Should.ThrowAsync<ArgumentException>(async () =>
    {
        await foreach (var entry in _store.WatchAsync<string>(Array.Empty<string>(), cancellationToken: _scope.Patience)) entry.EnsureSuccess();
    });

    private static async Task<(string Key, string? Value, NatsKVOperation Operation)> NextAsync(IAsyncEnumerator<NatsKVEntry<string>> entries)
    {
        (await entries.MoveNextAsync()).ShouldBeTrue();
        return (entries.Current.Key, entries.Current.Value, entries.Current.Operation);
    }

    private IAsyncEnumerator<NatsKVEntry<string>> Watch(NatsKVWatchOpts opts) =>
        _store.WatchAsync<string>(opts: opts, cancellationToken: _scope.Patience).GetAsyncEnumerator(_scope.Patience);

    private async Task PutAsync(string key, params string[] values)
    {
        foreach (var value in values) await _store.PutAsync(key, value, cancellationToken: _scope.Patience);
    }
}
