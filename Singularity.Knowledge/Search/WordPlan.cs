namespace Singularity.Knowledge.Search;

/// <summary>
/// From which texts the best by words are chosen. Any word may match, but to rank every text that has a common one would cost more than all else, and hardly find what
/// the rarer words do not. So rare words bring their texts, common ones those that have two or more of them, and the texts with all words are among them. Where all words are so
/// common that even two of them are in too many texts, those count that have two in title and tags: a word weighs five times as much in a title as in a body, and to find the
/// texts with all words in an index takes as long as the rarest one's list, most of which are no better than the next. Each part has a limit of its own: however wrong the
/// estimates are, no word crowds another out and nothing is read without bound.
/// </summary>
/// <param name="Heads">Texts that match any of these in title and tags: asked first, and alone where they bring enough. Empty where rarer words choose.</param>
/// <param name="Newest">Words that so many texts have together that the newest with all of them are taken before the parts are asked; null otherwise.</param>
/// <param name="Parts">Texts that match any of these.</param>
internal sealed record WordPlan(IReadOnlyList<WordPart> Heads, string? Newest, IReadOnlyList<WordPart> Parts)
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

    // The lists of titles are far shorter, and each of their entries worth more. An entry costs a fraction of a microsecond: to read so many, and the texts that they bring, takes about
    // as long as to find the nearest vectors, which goes on at the same time.
    private const double MostListedHeads = 2 * MostListed;

    // Words that go together do so oftener than chance has it: where chance has half of what is ranked, there is enough to choose from.
    private const double EnoughInHeads = Budget / 2.0;

    /// <param name="terms">Distinct.</param>
    /// <param name="share">Of the texts that filters leave.</param>
    public static WordPlan Make(IReadOnlyList<string> terms, TextStatistics statistics, double share)
    {
        if (terms.Count == 0)
        {
            return new WordPlan([], null, []);
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
        IReadOnlyList<WordPart> heads = [];
        string? newest = null;
        if (chosen.Count == 0)
        {
            heads = InHeads(terms, statistics, share);

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
        return new WordPlan(heads, newest, parts.Exists(part => part.Query == all) ? parts : [.. parts, new WordPart(all, Budget)]);
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

    private static List<WordPart> InHeads(IReadOnlyList<string> terms, TextStatistics statistics, double share)
    {
        if (statistics.Heads.Count == 0)
        {
            return [];
        }

        // Each with any of the commoner ones: the index reads its list alone for all of these pairs, and no pair twice.
        var words = terms.Select(term => new Word(term, statistics.WithInHead(term))).OrderBy(static word => word.Texts).ToList();
        var chosen = new List<string>();
        var (listed, most, byChance) = (0.0, 0.0, 0.0);
        for (var at = 0; at < words.Count - 1 && byChance < EnoughInHeads && listed + words[at].Texts <= MostListedHeads; at++)
        {
            var others = words[(at + 1)..];
            var together = words[at].Texts * others.Sum(static other => other.Texts) / statistics.Count;
            listed += words[at].Texts;
            most += Math.Min(words[at].Texts, Attraction * together) * share;
            byChance += Math.Min(words[at].Texts, together) * share;
            chosen.Add($"'{words[at].Term}' & ({string.Join(" | ", others.Select(static other => $"'{other.Term}'"))})");
        }

        // Of fewer than are to be found the parts would have to be asked all the same.
        return most < PatternCandidates.FromEach ? [] : chosen.ConvertAll(query => new WordPart(query, Budget / chosen.Count));
    }

    private static string Query(params Word[] words) => string.Join(" & ", words.Select(static word => $"'{word.Term}'"));

    private sealed record Word(string Term, double Texts);
}

/// <param name="Query">Of type tsquery.</param>
/// <param name="Limit">At most so many texts are taken.</param>
internal sealed record WordPart(string Query, int Limit);
