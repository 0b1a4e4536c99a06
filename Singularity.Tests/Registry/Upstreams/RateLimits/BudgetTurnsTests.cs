using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Upstreams.RateLimits;

namespace Singularity.Tests.Registry.Upstreams.RateLimits;

public sealed class BudgetTurnsTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Now = 1_000_000 * Second;
    private static readonly RequestBudget Budget = new(3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    [Fact]
    public void The_first_turns_come_at_once() => BudgetTurns.Next([0, 0, 0], Budget, Now).ShouldBe((0, Now));

    [Fact]
    public void A_turn_beyond_the_budget_comes_one_window_after_the_oldest() =>
        BudgetTurns.Next([Now - Second, Now - (4 * Second), Now], Budget, Now).ShouldBe((1, Now + (6 * Second)));

    [Fact]
    public void A_turn_later_than_the_budget_waits_is_not_taken() =>
        BudgetTurns.Next([Now + (8 * Second), Now + (7 * Second), Now + (6 * Second)], Budget, Now).ShouldBe((-1, Now + (16 * Second)));

    [Fact]
    public void After_the_clock_was_put_back_nobody_waits_longer_than_a_window() =>
        BudgetTurns.Next([Now + (1000 * Second), Now + (2000 * Second), Now + (3000 * Second)], Budget, Now).ShouldBe((0, Now + (10 * Second)));

    [Fact]
    public void Bytes_that_were_never_a_time_cost_a_window_at_most() =>
        BudgetTurns.Next([long.MaxValue, -1, long.MinValue], Budget, Now).ShouldBe((0, Now + (10 * Second)));

    [Fact]
    public void No_window_ever_holds_more_requests_than_the_budget() => Prop.ForAll<NonNegativeInt[]>(pauses =>
    {
        var turns = new long[Budget.Requests];
        var taken = new List<long>();
        var now = Now;
        foreach (var pause in pauses)
        {
            now += pause.Get % 6 * Second;
            var (place, at) = BudgetTurns.Next(turns, Budget, now);
            if (place >= 0)
            {
                turns[place] = at;
                taken.Add(at);
            }
        }

        taken.Sort();
        return taken.Zip(taken.Skip(Budget.Requests)).All(pair => pair.Second - pair.First >= Budget.Window.Ticks);
    }).QuickCheckThrowOnFailure();
}
