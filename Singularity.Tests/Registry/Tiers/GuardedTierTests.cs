using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Tiers;

public sealed class GuardedTierTests
{
    private static readonly PackageEntry Entry = ScriptedTier.Entry;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Skips_a_tier_that_fails_and_tries_it_again_after_the_break()
    {
        var tier = new ScriptedTier { Failing = true };
        var guarded = Guard(tier);
        (await guarded.FindAsync("k", CancellationToken.None)).Failed.ShouldBeTrue();
        (await guarded.FindAsync("k", CancellationToken.None)).Failed.ShouldBeTrue();
        guarded.IsDown.ShouldBeTrue();
        var asked = tier.Asked;

        (await guarded.FindAsync("k", CancellationToken.None)).Failed.ShouldBeTrue();
        tier.Asked.ShouldBe(asked);

        tier.Failing = false;
        _time.Advance(TimeSpan.FromSeconds(3));
        (await guarded.FindAsync("k", CancellationToken.None)).Entry.ShouldBe(Entry);
        guarded.IsDown.ShouldBeFalse();
        var stats = await guarded.ReadStatsAsync(CancellationToken.None);
        (stats.Hits, stats.Failures).ShouldBe((1, 3));
    }

    [Fact]
    public async Task Goes_on_without_a_tier_that_does_not_answer_within_its_deadline()
    {
        var tier = new ScriptedTier { Hanging = true };
        var guarded = Guard(tier);

        var asking = guarded.FindAsync("k", CancellationToken.None).AsTask();
        await tier.Started;
        _time.Advance(TimeSpan.FromSeconds(1));

        (await asking).Failed.ShouldBeTrue();
    }

    [Fact]
    public async Task Leaves_a_call_behind_that_holds_its_thread_and_skips_its_tier_from_then_on()
    {
        using var tier = new HeldTier();
        var guarded = new GuardedTier(tier, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2), _time, NullLogger.Instance);
        foreach (var asked in (int[])[1, 2])
        {
            var asking = guarded.FindAsync("k", CancellationToken.None).AsTask();
            await Eventually.IsTrueAsync(() => Task.FromResult(tier.Asked == asked), "the tier is asked");
            _time.Advance(TimeSpan.FromSeconds(1));

            (await asking).Failed.ShouldBeTrue();
        }

        guarded.IsDown.ShouldBeTrue();
        (await guarded.FindAsync("k", CancellationToken.None)).Failed.ShouldBeTrue();
        tier.Asked.ShouldBe(2, "nobody waits for it again before the break is over");

        tier.Release();
        _time.Advance(TimeSpan.FromSeconds(3));
        (await guarded.FindAsync("k", CancellationToken.None)).Entry.ShouldBe(Entry);
        guarded.IsDown.ShouldBeFalse();
    }

    [Fact]
    public async Task Passes_the_callers_own_cancellation_on()
    {
        var tier = new ScriptedTier { Hanging = true };
        using var caller = new CancellationTokenSource();
        var asking = Guard(tier).FindAsync("k", caller.Token).AsTask();
        await tier.Started;

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
    }

    [Fact]
    public void An_entry_survives_its_format_and_garbage_is_no_entry() => Prop.ForAll<NonEmptyString, long, byte[]>((version, revision, garbage) =>
    {
        var entry = new PackageEntry(version.Get, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), revision, "{\"a\":1}"u8.ToArray());
        var read = EntryFormat.Read(EntryFormat.Write(entry));
        _ = EntryFormat.Read(garbage);
        _ = EntryFormat.Read((byte[])[1, .. garbage]);
        return read is not null && read.Revision == revision && read.ValidatedAt == entry.ValidatedAt
            && read.Record.Span.SequenceEqual(entry.Record.Span) && (read.Version == version.Get || version.Get.Any(char.IsSurrogate));
    }).QuickCheckThrowOnFailure();

    private GuardedTier Guard(ScriptedTier tier) =>
        new(tier, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2), _time, NullLogger.Instance);

    /// <summary>Its calls hold their threads until they are released.</summary>
    private sealed class HeldTier : IBlockingTier, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public ServedBy Name => ServedBy.Embedded;

        public void Release() => _released.Set();

        public PackageEntry? Find(string key)
        {
            Interlocked.Increment(ref _asked);
            _released.Wait();
            return Entry;
        }

        public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
            _released.Set();
            _released.Dispose();
        }
    }
}
