using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Storage.Kv;

[Collection("registry")]
public sealed class KvTierTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly KvBuckets _buckets = KvBuckets.For("t" + Guid.NewGuid().ToString("N")[..12]);
    private NatsConnection _connection = null!;
    private KvTier _one = null!;
    private KvTier _two = null!;

    public async Task InitializeAsync()
    {
        _connection = new NatsConnection(new NatsOpts { Url = servers.Nats.Url, ConnectTimeout = TimeSpan.FromSeconds(20) });
        await _connection.ConnectAsync();
        _one = new KvTier(_connection, Options.Create(new TierOptions()), _buckets);
        _two = new KvTier(_connection, Options.Create(new TierOptions()), _buckets);
    }

    public async Task DisposeAsync()
    {
        _one.Dispose();
        _two.Dispose();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Of_writers_at_the_same_time_the_highest_revision_stays()
    {
        var revisions = Enumerable.Range(1, 40).Select(static r => (long)r).ToArray();
        new Random(7).Shuffle(revisions);

        await Parallel.ForEachAsync(revisions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (revision, token) =>
            await (revision % 2 == 0 ? _one : _two).StoreAsync("k", Entry(revision), token));

        (await _one.FindAsync("k", CancellationToken.None))!.Revision.ShouldBe(40);
    }

    [Fact]
    public async Task A_late_copy_of_what_was_deleted_does_not_bring_it_back()
    {
        await _one.StoreAsync("k", Entry(3), CancellationToken.None);
        await _one.StoreAsync("k", PackageEntry.Marker(4), CancellationToken.None);

        await _two.StoreAsync("k", Entry(3), CancellationToken.None);

        (await _one.FindAsync("k", CancellationToken.None))!.IsMarker.ShouldBeTrue();
        await _two.StoreAsync("k", Entry(5), CancellationToken.None);
        (await _one.FindAsync("k", CancellationToken.None))!.Revision.ShouldBe(5);
    }

    [Fact]
    public async Task Instead_of_a_record_too_large_for_a_message_it_holds_a_marker()
    {
        await _one.StoreAsync("k", Entry(1), CancellationToken.None);

        await _one.StoreAsync("k", Entry(2) with { Record = (byte[])[(byte)'{', .. new byte[2 * 1024 * 1024]] }, CancellationToken.None);

        var held = await _two.FindAsync("k", CancellationToken.None);
        (held!.IsMarker, held.Revision).ShouldBe((true, 2));
    }

    [Fact]
    public async Task A_bucket_that_someone_deleted_is_made_again()
    {
        await _one.StoreAsync("k", Entry(1), CancellationToken.None);
        var (_, gone) = await _one.OpenAsync(CancellationToken.None);
        await new NatsKVContext(new NatsJSContext(_connection)).DeleteStoreAsync(_buckets.Packages);

        await Should.ThrowAsync<NatsException>(_one.FindAsync("k", CancellationToken.None).AsTask());

        gone.IsCancellationRequested.ShouldBeTrue();
        (await _one.FindAsync("k", CancellationToken.None)).ShouldBeNull();
        await _one.StoreAsync("k", Entry(2), CancellationToken.None);
        (await _one.FindAsync("k", CancellationToken.None))!.Revision.ShouldBe(2);
    }

    private static PackageEntry Entry(long revision) => new("1.0.0", DateTimeOffset.UnixEpoch, revision, "{}"u8.ToArray());
}
