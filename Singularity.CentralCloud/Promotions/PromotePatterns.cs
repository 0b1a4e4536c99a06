using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Promotions;

/// <summary>Promotes and demotes patterns: when observations change them, and once a day since uses age.</summary>
internal sealed class PromotePatterns(PromotionStore store, PromotionSignal signal, PatternScores scores, Promotion promotion, TimeProvider time)
{
    private const int Page = 200;

    /// <param name="changed">As they were just folded; of most of them that is enough to see that nothing is to be done.</param>
    /// <param name="used">Patterns that are as they were but for their uses; likewise.</param>
    public async Task RunAsync(IReadOnlyCollection<Pattern> changed, IReadOnlyCollection<UsedPattern> used, CancellationToken cancellationToken)
    {
        // With few uses a pattern is neither promoted nor was before. Whether it is live at all shows when it is read.
        changed = [.. changed, .. used.Where(u => promotion.IsWithinReach(u.Uses)).Select(static u => new Pattern { Id = u.Id, State = PatternState.Live, Uses = u.Uses })];
        if (changed.Count == 0)
        {
            return;
        }

        var promoted = await store.ReadPromotedAsync(changed.Select(static p => p.Id), cancellationToken);
        await DecideAsync([.. changed.Where(p => Decide(promoted.Contains(p.Id), p).Promoted != promoted.Contains(p.Id)).Select(static p => p.Id)], cancellationToken);
    }

    /// <summary>All that are promoted, anew.</summary>
    public async Task RunAgainAsync(CancellationToken cancellationToken)
    {
        for (Ulid? after = null; await store.ListPromotedAsync(after, Page, cancellationToken) is { Count: > 0 } ids; after = ids[^1])
        {
            await DecideAsync(ids, cancellationToken);
        }
    }

    private async Task DecideAsync(List<Ulid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0 && await store.DecideAsync(ids, Decide, time.GetUtcNow(), cancellationToken) > 0)
        {
            signal.Set();
        }
    }

    private (bool Promoted, PatternScore Score) Decide(bool isPromoted, Pattern pattern)
    {
        var score = scores.Of(pattern);
        return (promotion.Decide(isPromoted, pattern, score), score);
    }
}

/// <summary>Wakes whoever publishes promotions.</summary>
internal sealed class PromotionSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is set already.
        }
    }

    /// <summary>Until it is set, or the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _set.WaitAsync(longest, cancellationToken);

    public void Dispose() => _set.Dispose();
}
