using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>
/// Chooses the snippets that are worth most within a number of tokens: a knapsack, filled once by worth per token and once by worth alone, of which the fuller
/// answer is taken; that is worth at least half of the best there is (Kellerer, Pferschy and Pisinger, "Knapsack Problems", 2004, section 2.1). Snippets are
/// whole. Two of one section that are both taken are joined, since the second continues the first.
/// </summary>
internal static class SnippetPacking
{
    /// <summary>So much code fits one message with what stands around it.</summary>
    public const int MostTokens = 120_000;

    /// <summary>What it costs a reader to turn to another snippet, in tokens: without it the shortest would always win.</summary>
    private const int Turning = 20;

    /// <summary>Lines between two snippets of one file that a heading or a sentence may take.</summary>
    private const int NearLines = 8;

    /// <summary>At most so many snippets of the ranked, in their order; without a budget the first that fit one message.</summary>
    public static PackedSnippets Pack(IReadOnlyList<SearchHit> ranked, int limit, int? tokenBudget)
    {
        var budget = Math.Min(tokenBudget ?? MostTokens, MostTokens);
        var byWorth = Fill(ranked, Enumerable.Range(0, ranked.Count), limit, budget);
        if (tokenBudget is null)
        {
            return new PackedSnippets([.. byWorth.Select(place => ranked[place])], ranked.Count - byWorth.Count);
        }

        var byWorthPerToken = Fill(
            ranked, Enumerable.Range(0, ranked.Count).OrderByDescending(place => ranked[place].Score / (ranked[place].Snippet!.Tokens + Turning)), limit, budget);
        var taken = Worth(ranked, byWorthPerToken) > Worth(ranked, byWorth) ? byWorthPerToken : byWorth;
        return new PackedSnippets(Join([.. taken.Select(place => ranked[place])], budget), ranked.Count - taken.Count);
    }

    private static SortedSet<int> Fill(IReadOnlyList<SearchHit> ranked, IEnumerable<int> places, int limit, int budget)
    {
        var taken = new SortedSet<int>();
        var tokens = 0;
        foreach (var place in places)
        {
            if (taken.Count == limit)
            {
                break;
            }

            if (ranked[place].Snippet!.Tokens is var more && more <= budget - tokens)
            {
                tokens += more;
                taken.Add(place);
            }
        }

        return taken;
    }

    private static double Worth(IReadOnlyList<SearchHit> ranked, SortedSet<int> taken) => taken.Sum(place => ranked[place].Score);

    private static List<SearchHit> Join(List<SearchHit> hits, int budget)
    {
        var tokens = hits.Sum(static hit => hit.Snippet!.Tokens);
        for (var first = 0; first < hits.Count; first++)
        {
            for (var second = first + 1; second < hits.Count; second++)
            {
                if (TryJoin(hits[first], hits[second]) is not { } joined
                    || tokens - hits[first].Snippet!.Tokens - hits[second].Snippet!.Tokens + joined.Snippet!.Tokens is var total && total > budget)
                {
                    continue;
                }

                (hits[first], tokens) = (joined, total);
                hits.RemoveAt(second);
                // The longer snippet may now reach one that was passed over.
                second = first;
            }
        }

        return hits;
    }

    private static SearchHit? TryJoin(SearchHit one, SearchHit other)
    {
        var (upper, lower) = one.Snippet!.Line <= other.Snippet!.Line ? (one.Snippet, other.Snippet) : (other.Snippet, one.Snippet);
        var end = upper.Line + upper.Code.AsSpan().TrimEnd('\n').Count('\n');
        if (upper.Purl != lower.Purl || upper.Path != lower.Path || upper.Kind != lower.Kind || upper.Language != lower.Language || upper.Title != lower.Title
            || lower.Line <= end || lower.Line > end + NearLines)
        {
            return null;
        }

        var snippet = Snippet.Create(
            upper.Kind, upper.Purl, upper.Path, upper.Line, upper.Title, $"{upper.Code.TrimEnd('\n')}\n\n{lower.Code}", upper.Language, upper.Description,
            upper.Symbol ?? lower.Symbol);
        return one with { Snippet = snippet, Terms = [.. one.Terms.Union(other.Terms, StringComparer.Ordinal)] };
    }
}

/// <summary>What was chosen, and how many were not.</summary>
internal sealed record PackedSnippets(IReadOnlyList<SearchHit> Hits, int LeftOut)
{
    public int Tokens => Hits.Sum(static hit => hit.Snippet!.Tokens);
}
