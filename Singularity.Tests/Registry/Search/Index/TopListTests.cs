using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class TopListTests
{
    [Fact]
    public void Keeps_the_best_and_of_equal_ones_the_lower_slots()
    {
        var scores = Gen.Choose(-50, 50).Select(static score => score / 8f).ArrayOf();
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(scores.ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), static (given, most) =>
            {
                var list = new TopList(most);
                for (var slot = 0; slot < given.Length; slot++)
                {
                    list.Offer(slot, given[slot]);
                }

                var expected = given.Select(static (score, slot) => (Slot: slot, Score: score)).OrderByDescending(static s => s.Score).ThenBy(static s => s.Slot).Take(most).ToList();
                return list.Slots.Order().SequenceEqual(expected.Select(static s => s.Slot).Order())
                    && list.Scores.OrderBy(static s => s.Slot).SequenceEqual(expected.OrderBy(static s => s.Slot));
            }));
    }
}
