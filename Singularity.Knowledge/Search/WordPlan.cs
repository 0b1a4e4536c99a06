namespace Singularity.Knowledge.Search;

/// <summary>
/// From which texts the best by words are chosen. Any word may match, but to rank every text that has a common one would cost more than all else, and hardly find what
/// the rarer words do not. So rare words bring their texts, common ones those that have two or more of them, and the texts with all words always are among them. Each
/// part has a limit of its own: however wrong the estimates are, no word crowds another out and nothing is read without bound.
/// </summary>
/// <param name="Parts">Texts that match any of these.</param>
/// <param name="Newest">Words that so many texts have together that the newest with all of them are taken before the parts are asked; null otherwise.</param>
internal sealed record WordPlan(IReadOnlyList<WordPart> Parts, string? Newest)
{
    /// <summary>About so many texts are read and ranked: each costs some microseconds.</summary>
    public const int Budget = 1_000;

    /// <summary>So many of the newest texts are looked at for those with all words.</summary>
    public const int Walk = 10 * Budget;

    // What a word that so many have finds alone, the rarer ones and vectors hardly miss.
    private const double Frequent = 0.05;

    // Of a word that PostgreSQL has not counted, as many as of those that it just would have.
    private const int Fewest = 200;

    // Words that go together do so oftener than chance has it.
    private const double Attraction = 4;

    // An index reads the whole list of a pair's rarer word, some entries while a text is read.
    private const double MostListed = 10 * Budget;

    /// <param name="terms">Distinct.</param>
    /// <param name="share">Of the texts that filters leave.</param>
    public static WordPlan Make(IReadOnlyList<string> terms, TextStatistics statistics, double share)
    {
        if (terms.Count == 0)
        {
            return new WordPlan([], null);
        }

        var words = terms.Select(term => new Word(term, statistics.With(term))).OrderBy(static word => word.Texts).ToList();
        var chosen = new List<(string Query, double Texts)>();
        var sum = 0.0;
        var rare = words.Count(word => word.Texts * share <= Frequent * statistics.Count);
        while (chosen.Count < (rare > 0 ? rare : words.Count) && sum + (words[chosen.Count].Texts * share) is var more && more <= Budget)
        {
            var word = words[chosen.Count];
            chosen.Add((Query(word), word.Texts * share));
            sum = more;
        }

        AddPairs(chosen, words[chosen.Count..], statistics.Count, share);
        var all = Query([.. words]);
        string? newest = null;
        if (chosen.Count == 0)
        {
            // As few words as will do, so that texts lacking the commonest are found.
            var (together, byChance, taken) = (words[0].Texts * share, words[0].Texts * share, 1);
            for (; taken < words.Count && together > Budget; taken++)
            {
                together *= Math.Min(1, Attraction * words[taken].Texts / statistics.Count);
                byChance *= words[taken].Texts / statistics.Count;
            }

            chosen.Add((Query([.. words[..taken]]), together));
            newest = byChance * Walk >= Budget * statistics.Count ? all : null;
        }

        var parts = chosen.ConvertAll(part => new WordPart(part.Query, (int)Math.Min(Budget, Math.Max(2 * part.Texts, Math.Max(Fewest, Budget / chosen.Count)))));
        return new WordPlan(parts.Exists(part => part.Query == all) ? parts : [.. parts, new WordPart(all, Budget)], newest);
    }

    private static void AddPairs(List<(string Query, double Texts)> chosen, List<Word> common, double count, double share)
    {
        var pairs =
            from other in Enumerable.Range(1, Math.Max(0, common.Count - 1))
            from one in Enumerable.Range(0, other)
            let both = Math.Min(common[one].Texts, Attraction * common[one].Texts * common[other].Texts / count) * share
            orderby both
            select (One: common[one], Other: common[other], Both: both);
        var left = Budget - chosen.Sum(static part => part.Texts);
        var listed = 0.0;
        foreach (var (one, other, both) in pairs)
        {
            if (both <= left && listed + one.Texts <= MostListed)
            {
                (left, listed) = (left - both, listed + one.Texts);
                chosen.Add((Query(one, other), both));
            }
        }
    }

    private static string Query(params Word[] words) => string.Join(" & ", words.Select(static word => $"'{word.Term}'"));

    private sealed record Word(string Term, double Texts);
}

/// <param name="Query">Of type tsquery.</param>
/// <param name="Limit">At most so many texts are taken.</param>
internal sealed record WordPart(string Query, int Limit);
