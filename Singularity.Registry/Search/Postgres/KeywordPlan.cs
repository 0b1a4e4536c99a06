using NpgsqlTypes;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Which rows keyword candidates are chosen from, so that a common word does not cost reading a tenth of the table.</summary>
/// <param name="Rows">Null where no combination is rare enough: <paramref name="Common"/> is to be read in the order of downloads.</param>
/// <param name="Common">The rarest word, and with it the next if that is common too.</param>
internal sealed record KeywordPlan(NpgsqlTsQuery? Rows, NpgsqlTsQuery Common)
{
    /// <summary>Words that go together do so oftener than chance has it.</summary>
    private const double Attraction = 4;

    /// <param name="words">With how many documents have each.</param>
    /// <param name="count">Documents in all.</param>
    /// <param name="budget">Rows.</param>
    public static KeywordPlan? Make(IReadOnlyList<(string Text, long Documents)> words, long count, long budget)
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

        var common = rarest[taken..];
        for (var one = 0; one < common.Count; one++)
        {
            for (var other = one + 1; other < common.Count; other++)
            {
                var both = Attraction * common[one].Documents * common[other].Documents / Math.Max(1, count);
                if (sum + both <= 2 * budget)
                {
                    sum += both;
                    rows = Or(rows, And(common[one].Text, common[other].Text));
                }
            }
        }

        return new KeywordPlan(rows, rarest.Count > 1 ? And(rarest[0].Text, rarest[1].Text) : new NpgsqlTsQueryLexeme(rarest[0].Text));
    }

    private static NpgsqlTsQueryAnd And(string left, string right) => new(new NpgsqlTsQueryLexeme(left), new NpgsqlTsQueryLexeme(right));

    private static NpgsqlTsQuery Or(NpgsqlTsQuery? left, NpgsqlTsQuery right) => left is null ? right : new NpgsqlTsQueryOr(left, right);
}
