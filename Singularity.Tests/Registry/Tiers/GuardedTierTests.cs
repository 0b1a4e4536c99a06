using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Tiers;

public sealed class GuardedTierTests
{
    private static readonly PackageEntry Entry = new("1.0.0", DateTimeOffset.UnixEpoch, 1, "{}"u8.ToArray());

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
    public async Task A_hit_fills_the_tiers_above_and_a_failing_tier_does_not_fail_the_read()
    {
        var top = new ScriptedTier { Missing = true };
        var broken = new ScriptedTier { Failing = true };
        var bottom = new ScriptedTier();
        var tiers = new PackageTiers([Guard(top), Guard(broken), Guard(bottom)]);

        var (entry, _, anyDown) = await tiers.FindAsync("k", CancellationToken.None);

        entry.ShouldBe(Entry);
        anyDown.ShouldBeTrue();
        top.Stored.ShouldBe(["k"]);
        bottom.Stored.ShouldBeEmpty();
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

    private sealed class ScriptedTier : IPackageTier
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Failing { get; set; }

        public bool Hanging { get; init; }

        public bool Missing { get; init; }

        public int Asked { get; private set; }

        public List<string> Stored { get; } = [];

        public Task Started => _started.Task;

        public ServedBy Name => ServedBy.Kv;

        public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
        {
            Asked++;
            _started.TrySetResult();
            if (Hanging)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return Failing ? throw new InvalidOperationException("down") : Missing ? null : Entry;
        }

        public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
        {
            Stored.Add(key);
            return Failing ? throw new InvalidOperationException("down") : ValueTask.CompletedTask;
        }

        public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(1);
    }
}
