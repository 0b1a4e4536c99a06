using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Tiers;

public sealed class PackageTiersTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly KeyStamps _stamps = new();
    private readonly BackFills _backFills;
    private readonly MemoryTier _memory;

    public PackageTiersTests()
    {
        _backFills = new BackFills(_stamps, _time);
        _memory = new MemoryTier(Options.Create(new TierOptions()), _time);
    }

    public void Dispose() => _backFills.Dispose();

    [Fact]
    public async Task A_hit_fills_the_tiers_above_and_a_failing_tier_does_not_fail_the_read()
    {
        var top = new ScriptedTier { Holds = null };
        var broken = new ScriptedTier { Failing = true, Name = ServedBy.Embedded };
        var bottom = new ScriptedTier { Name = ServedBy.Postgres };
        var tiers = Tiers(top, broken, bottom);

        var (entry, _, anyDown, _) = await tiers.FindAsync("k", CancellationToken.None);
        await RunBackFillsAsync(() => top.Stored.Count > 0);

        entry.ShouldBe(ScriptedTier.Entry);
        anyDown.ShouldBeTrue();
        top.Stored.ShouldBe(["k"]);
        bottom.Stored.ShouldBeEmpty();
        (await tiers.FindAsync("k", CancellationToken.None)).Tier.ShouldBe(ServedBy.Memory);
    }

    [Fact]
    public async Task Every_tier_that_is_asked_leaves_a_span_that_tells_hit_from_miss()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var parent = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RegistryTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var tiers = Tiers(new ScriptedTier { Holds = null }, new ScriptedTier { Name = ServedBy.Postgres });

        await tiers.FindAsync("k", CancellationToken.None);
        await tiers.FindAsync("k", CancellationToken.None);

        spans.Select(static span => (span.OperationName, span.GetTagItem("singularity.hit"))).ShouldBe(
            [("tier memory", false), ("tier kv", false), ("tier postgres", true), ("tier memory", true)]);
    }

    [Fact]
    public async Task A_copy_that_a_tier_does_not_take_is_tried_again_when_it_may_be_back()
    {
        var top = new ScriptedTier { Holds = null, Failing = true };
        var tiers = Tiers(top, new ScriptedTier { Name = ServedBy.Postgres });
        await tiers.FindAsync("k", CancellationToken.None);
        await _backFills.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => Task.FromResult(top.Stored.Count == 1), "the tier has refused");

        top.Failing = false;
        await Eventually.IsTrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(top.Stored.Count == 2);
            },
            "the copy is tried again");
        await _backFills.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_changed_while_it_was_read_is_served_and_not_kept()
    {
        var bottom = new ScriptedTier { Name = ServedBy.Postgres, WhileAsked = () => _stamps.Changed("k") };
        var tiers = Tiers(bottom);

        (await tiers.FindAsync("k", CancellationToken.None)).Entry.ShouldBe(ScriptedTier.Entry);

        tiers.FindNear("k").ShouldBeNull();
    }

    [Fact]
    public async Task What_changes_on_its_way_into_a_tier_is_not_copied()
    {
        var top = new ScriptedTier { Holds = null, WhileStored = () => _stamps.Changed("npm.demo.1=2E0=2E0") };
        var tiers = Tiers(top, new ScriptedTier { Name = ServedBy.Postgres });

        (await tiers.FindAsync("npm.demo", CancellationToken.None)).Entry.ShouldBe(ScriptedTier.Entry);
        await RunBackFillsAsync(() => top.Copies == 1);

        top.Stored.ShouldBeEmpty("the version that was the newest has changed under its own key");
    }

    [Fact]
    public async Task A_marker_makes_older_copies_below_it_void_and_never_the_truth()
    {
        var marked = new ScriptedTier { Holds = PackageEntry.Marker(5) };
        var old = new ScriptedTier { Name = ServedBy.Embedded, Holds = ScriptedTier.Entry with { Revision = 4 } };
        var truth = new ScriptedTier { Name = ServedBy.Postgres, Holds = null };

        (await Tiers(marked, old, truth).FindAsync("k", CancellationToken.None)).Entry.ShouldBeNull();

        truth.Holds = ScriptedTier.Entry with { Revision = 3 };
        (await Tiers(marked, old, truth).FindAsync("k", CancellationToken.None)).Entry.ShouldBe(truth.Holds);
        old.Holds = ScriptedTier.Entry with { Revision = 6 };
        (await Tiers(marked, old, truth).FindAsync("other", CancellationToken.None)).Entry.ShouldBe(old.Holds);
    }

    [Fact]
    public async Task A_copy_that_is_not_trusted_serves_only_where_the_truth_does_not()
    {
        var copy = new ScriptedTier { Name = ServedBy.Embedded, Holds = ScriptedTier.Entry with { Revision = 2 } };
        var truth = new ScriptedTier { Name = ServedBy.Postgres, Holds = ScriptedTier.Entry with { Revision = 3 } };
        var guarded = Guard(copy);
        guarded.IsTrusted = false;
        var tiers = new PackageTiers(null, [guarded, Guard(truth)], ServedBy.Postgres, _stamps, _backFills, Flights(), _time);

        (await tiers.FindAsync("k", CancellationToken.None)).Tier.ShouldBe(ServedBy.Postgres);
        truth.Holds = null;
        (await tiers.FindAsync("k", CancellationToken.None)).Entry.ShouldBeNull();
        copy.Holds = ScriptedTier.Entry with { Revision = 0 };
        (await tiers.FindAsync("k", CancellationToken.None)).Entry.ShouldBe(copy.Holds, "PostgreSQL was never given it");
        truth.Failing = true;
        copy.Holds = ScriptedTier.Entry with { Revision = 2 };
        (await tiers.FindAsync("k", CancellationToken.None)).Entry.ShouldBe(copy.Holds);
    }

    [Fact]
    public async Task Says_whether_a_write_reached_every_copy()
    {
        var kv = new ScriptedTier { Failing = true };
        var truth = new ScriptedTier { Name = ServedBy.Postgres };
        var tiers = Tiers(kv, truth);

        (await tiers.StoreAsync("k", ScriptedTier.Entry, [ServedBy.Postgres], CancellationToken.None)).ShouldBeFalse();
        kv.Failing = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        (await tiers.StoreAsync("k", ScriptedTier.Entry, [ServedBy.Postgres], CancellationToken.None)).ShouldBeTrue();
        truth.Stored.ShouldBeEmpty();
        tiers.FindNear("k").ShouldBe(ScriptedTier.Entry);
    }

    [Fact]
    public async Task Callers_of_one_key_share_a_look_up_until_the_key_changes()
    {
        var release = new TaskCompletionSource();
        var slow = new ScriptedTier { Name = ServedBy.Postgres, Release = release.Task };
        var tiers = Tiers(slow);

        var first = Enumerable.Range(0, 100).Select(_ => tiers.FindAsync("k", CancellationToken.None).AsTask()).ToList();
        await slow.Started;
        _stamps.Changed("k");
        var later = tiers.FindAsync("k", CancellationToken.None).AsTask();
        release.SetResult();

        (await Task.WhenAll([.. first, later])).ShouldAllBe(static answer => answer.Entry == ScriptedTier.Entry);
        slow.Asked.ShouldBe(2);
    }

    private static SingleFlight<TierQuestion, TierAnswer> Flights() => new(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));

    private PackageTiers Tiers(params ScriptedTier[] tiers) =>
        new(_memory, [.. tiers.Select(Guard)], ServedBy.Postgres, _stamps, _backFills, Flights(), _time);

    private GuardedTier Guard(ScriptedTier tier) => new(tier, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2), _time, NullLogger.Instance);

    private async Task RunBackFillsAsync(Func<bool> done)
    {
        await _backFills.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => Task.FromResult(done()), "copies are made");
        await _backFills.StopAsync(CancellationToken.None);
    }
}
