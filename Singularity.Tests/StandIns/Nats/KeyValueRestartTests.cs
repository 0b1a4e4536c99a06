using NATS.Client.KeyValueStore;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

public sealed class KeyValueRestartTests : IAsyncLifetime
{
    private NatsServer _server = null!;
    private JetStreamScope _scope = null!;

    public async Task InitializeAsync()
    {
        _server = await NatsServer.StartNewAsync(new NatsServerOptions { JetStream = true });
        _scope = JetStreamScope.Open(_server.Url);
    }

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_watch_goes_on_after_a_restart_with_the_first_entry_it_has_not_seen(bool killed)
    {
        var store = await _scope.CreateBucketAsync();
        await store.PutAsync("a", "1", cancellationToken: _scope.Patience);
        var opts = new NatsKVWatchOpts { IdleHeartbeat = TimeSpan.FromSeconds(1) };
        await using var entries = store.WatchAsync<string>(opts: opts, cancellationToken: _scope.Patience)
            .GetAsyncEnumerator(_scope.Patience);
        await entries.MoveNextAsync();
        var next = entries.MoveNextAsync();

        await (killed ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();
        await PutWhenBackAsync("b", "2");
        await PutWhenBackAsync("b", "3");

        (await next).ShouldBeTrue();
        entries.Current.Value.ShouldBeOneOf("2", "3");
        if (entries.Current.Value == "2") await entries.MoveNextAsync();
        entries.Current.Value.ShouldBe("3");
    }

    [Fact]
    public async Task A_store_is_read_after_a_restart_as_it_was_written()
    {
        var store = await _scope.CreateBucketAsync();
        await store.PutAsync("a", "1", cancellationToken: _scope.Patience);
        await store.DeleteAsync("a", cancellationToken: _scope.Patience);
        var revision = await store.PutAsync("b", "2", cancellationToken: _scope.Patience);

        await _server.KillAsync();
        await _server.StartAsync();
        await PutWhenBackAsync("c", "3");

        (await store.GetEntryAsync<string>("b", cancellationToken: _scope.Patience)).Revision.ShouldBe(revision);
        (await store.TryGetEntryAsync<string>("a", cancellationToken: _scope.Patience)).Error.ShouldBeOfType<NatsKVKeyDeletedException>();
    }

    /// <summary>With a connection of its own, which says nothing about when the watch's is back.</summary>
    private async Task PutWhenBackAsync(string key, string value)
    {
        await using var other = JetStreamScope.Open(_server.Url);
        var store = await other.KeyValue.GetStoreAsync(_scope.Name, other.Patience);
        await store.PutAsync(key, value, cancellationToken: other.Patience);
    }
}
