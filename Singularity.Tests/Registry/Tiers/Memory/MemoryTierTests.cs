using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Tiers.Memory;

public sealed class MemoryTierTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void In_any_order_of_writes_and_changes_it_holds_the_newest_or_nothing() => Prop.ForAll<(byte Revision, bool Change)[]>(steps =>
    {
        // The same steps on a model of one line each: a write wins if it is not older, a change removes what is older.
        var (tier, model) = (Tier(), 0L);
        foreach (var (step, change) in steps ?? [])
        {
            var revision = step + 1L;
            if (change)
            {
                tier.RemoveOlder("k", revision);
                model = model < revision ? 0 : model;
            }
            else
            {
                tier.Store("k", Entry(revision));
                model = Math.Max(model, revision);
            }

            if ((tier.Find("k")?.Revision ?? 0) != model)
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task An_older_revision_does_not_take_the_place_of_a_newer_one()
    {
        var tier = Tier();
        await tier.StoreAsync("k", Entry(7), CancellationToken.None);

        await tier.StoreAsync("k", Entry(6), CancellationToken.None);

        tier.Find("k")!.Revision.ShouldBe(7);
    }

    [Fact]
    public async Task A_marker_removes_what_is_older_and_is_not_kept()
    {
        var tier = Tier();
        await tier.StoreAsync("k", Entry(7), CancellationToken.None);

        await tier.StoreAsync("k", PackageEntry.Marker(7), CancellationToken.None);
        tier.Find("k").ShouldNotBeNull();
        await tier.StoreAsync("k", PackageEntry.Marker(8), CancellationToken.None);

        tier.Find("k").ShouldBeNull();
    }

    [Fact]
    public async Task Forgets_what_is_older_than_its_age()
    {
        var tier = Tier();
        await tier.StoreAsync("k", Entry(1), CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(9));
        tier.Find("k").ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(2));

        tier.Find("k").ShouldBeNull();
        (await tier.CountAsync(CancellationToken.None)).ShouldBe(0);
    }

    private MemoryTier Tier() => new(Options.Create(new TierOptions()), _time);

    private static PackageEntry Entry(long revision) => ScriptedTier.Entry with { Revision = revision };
}
