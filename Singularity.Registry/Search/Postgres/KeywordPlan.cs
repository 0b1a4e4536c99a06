using NpgsqlTypes;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Which rows keyword candidates are chosen from, so that a common word does not cost reading a tenth of the table.</summary>
/// <param name="Rows">Null where no combination is rare enough: <paramref name="Common"/> is to be read in the order of downloads.</param>
/// <param name="Common">The rarest word, and with it the next if that is common too.</param>
internal sealed record KeywordPlan(NpgsqlTsQuery? Rows, NpgsqlTsQuery Common)
{
    /// <summary>Words that go together do so oftener than chance has it.</summary>
    private const double Attraction = 4;

    /// <summary>So many entries of an index are read while a row is.</summary>
    private const int EntriesPerRow = 8;

    /// <summary>For each row of the budget so many entries may be read to find pairs.</summary>
    private const double PairReads = 5;

    /// <param name="words">With how many documents have each.</param>
    /// <param name="count">Documents in all.</param>
    /// <param name="budget">Rows.</param>
    /// <param name="wanted">Candidates.</param>
    public static KeywordPlan? Make(IReadOnlyList<(string Text, long Documents)> words, long count, long budget, int wanted)
    {
        if (words.Count == 0)
        {
            return null;
        }

        var rarest = words.OrderBy(static word => word.Documents).ToList();
        NpgsqlTsQuery? rows = null;
        var sum = 0.0;
        var taken = 0;
        for (; taken < rarest.Count && sum + rarest[taken].Documents <= budget; taken++)
        {
            sum += rarest[taken].Documents;
            rows = Or(rows, new NpgsqlTsQueryLexeme(rarest[taken].Text));
        }

        // An index reads the whole lists of all words but the commonest.
        var common = rarest[taken..];
        var read = sum;
        var pairs =
            from other in Enumerable.Range(1, Math.Max(0, common.Count - 1))
            from one in Enumerable.Range(0, other)
            let both = Attraction * common[one].Documents * common[other].Documents / Math.Max(1, count)
            orderby both
            select (One: common[one], Other: common[other], Both: both);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (one, other, both) in pairs)
        {
            var reads = (listed.Contains(one.Text) ? 0 : one.Documents) + (listed.Contains(other.Text) ? 0 : other.Documents);
            if (sum + both <= budget && read + reads <= PairReads * budget)
            {
                (sum, read) = (sum + both, read + reads);
                listed.UnionWith([one.Text, other.Text]);
                rows = Or(rows, And(one.Text, other.Text));
            }
        }

        if (rows is null && rarest.Count > 1)
        {
            // In the order of downloads one of so many rows has both words: where that is few, it is less to read the lists of both.
            var both = Math.Max(1, Attraction * rarest[0].Documents * rarest[1].Documents / Math.Max(1, count));
            rows = wanted * count / both > both + ((rarest[0].Documents + rarest[1].Documents) / EntriesPerRow) ? And(rarest[0].Text, rarest[1].Text) : null;
        }

        return new KeywordPlan(rows, rarest.Count > 1 ? And(rarest[0].Text, rarest[1].Text) : new NpgsqlTsQueryLexeme(rarest[0].Text));
    }

    private static NpgsqlTsQueryAnd And(string left, string right) => new(new NpgsqlTsQueryLexeme(left), new NpgsqlTsQueryLexeme(right));

    private static NpgsqlTsQuery Or(NpgsqlTsQuery? left, NpgsqlTsQuery right) => left is null ? right : new NpgsqlTsQueryOr(left, right);
}
