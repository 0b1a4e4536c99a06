using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search;

/// <summary>
/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over documents given as text, k1 = 1.2, b = 0.75,
/// idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
/// </summary>
internal static class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    public static IReadOnlyList<(T Item, double Score)> Rank<T>(string query, IReadOnlyList<T> items, Func<T, string> text, int limit)
    {
        var terms = SearchTerms.Of(query);
        var numbers = terms.Select(static (term, number) => (term, number)).ToDictionary(static t => t.term, static t => t.number, StringComparer.Ordinal);
        var documents = items.Select(item => Count(numbers, text(item))).ToArray();
        var averageLength = Math.Max(1, documents.Length == 0 ? 1 : documents.Average(static d => (double)d.Length));
        var idf = terms.Select((_, term) =>
        {
            var containing = documents.Count(d => d.Frequencies[term] > 0);
            return Math.Log(1 + ((documents.Length - containing + 0.5) / (containing + 0.5)));
        }).ToArray();

        return
        [
            .. items.Zip(documents, (item, document) => (Item: item, Score: Score(document, idf, averageLength)))
                .Where(static hit => hit.Score > 0)
                .OrderByDescending(static hit => hit.Score)
                .Take(limit),
        ];
    }

    private static double Score((int[] Frequencies, int Length) document, double[] idf, double averageLength)
    {
        var norm = K1 * (1 - B + (B * document.Length / averageLength));
        var score = 0.0;
        for (var term = 0; term < idf.Length; term++)
        {
            var frequency = document.Frequencies[term];
            score += idf[term] * frequency * (K1 + 1) / (frequency + norm);
        }

        return score;
    }

    private static (int[] Frequencies, int Length) Count(Dictionary<string, int> numbers, string text)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var frequencies = new int[numbers.Count];
        var length = 0;
        var reader = new TermReader(text);
        while (reader.Next())
        {
            length++;
            if (lookup.TryGetValue(reader.Term, out var number))
            {
                frequencies[number]++;
            }
        }

        return (frequencies, length);
    }
}
