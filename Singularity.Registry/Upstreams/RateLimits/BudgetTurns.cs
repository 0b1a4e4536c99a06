namespace Singularity.Registry.Upstreams.RateLimits;

/// <summary>
/// The times of a budget's last requests, one each for as many as fit a window. A request takes the place of the oldest, at the earliest one window
/// after it; so no window ever holds more than the budget.
/// </summary>
internal static class BudgetTurns
{
    /// <param name="turns">Ticks since the year 1, UTC, in any order; 0 for none.</param>
    /// <returns>Which place to take and when the turn is; place -1 when that is later than the budget waits.</returns>
    public static (int Place, long At) Next(ReadOnlySpan<long> turns, RequestBudget budget, long now)
    {
        // Nobody takes a turn beyond this. A later one comes from a clock that has been put back since, or from bytes that were never a time.
        var latest = now + budget.MaxWait.Ticks;
        var place = 0;
        var oldest = long.MaxValue;
        for (var i = 0; i < turns.Length; i++)
        {
            var turn = turns[i] < 0 || turns[i] > latest ? now : turns[i];
            if (turn < oldest)
            {
                (place, oldest) = (i, turn);
            }
        }

        var at = Math.Max(now, oldest + budget.Window.Ticks);
        return (at > latest ? -1 : place, at);
    }
}
