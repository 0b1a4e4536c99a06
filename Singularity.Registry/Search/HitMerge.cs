using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>
/// Makes one list of packages and snippets. Scores of the two lists cannot be compared: rare words, lengths and best hits differ. What can be is how a hit
/// stands to the best of its own list, so each score becomes its share of it, as metasearch does (Lee, "Analyses of multiple evidence combination", 1997).
/// A list that falls off soon gives way to the other; of equal shares the package comes first, and an exact name counts 1.
/// </summary>
internal static class HitMerge
{
    public static IReadOnlyList<SearchHit> Merge(IReadOnlyList<SearchHit> packages, IReadOnlyList<SearchHit> snippets, int limit) =>
        [.. Shares(packages).Concat(Shares(snippets)).OrderByDescending(static hit => hit.Score).Take(limit)];

    private static IEnumerable<SearchHit> Shares(IReadOnlyList<SearchHit> hits)
    {
        if (hits.Count == 0)
        {
            yield break;
        }

        var best = hits.Max(static hit => hit.Score);
        var last = 1.0;
        foreach (var hit in hits)
        {
            // What was moved back for the sake of other packages stays behind them.
            last = hit.Why?.Name == SearchKinds.ExactName || best <= 0 ? last : Math.Clamp(hit.Score / best, 0, last);
            yield return hit with { Score = Math.Round(last, 4) };
        }
    }
}
