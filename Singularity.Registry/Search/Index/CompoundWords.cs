using Singularity.Embeddings;
using Singularity.Embeddings.Text;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// Splits compounds such as nodemailer into words that the encoder knows. A word's cost is the logarithm of its rank times that of the vocabulary's
/// size, as its probability is under Zipf's law; a split is taken if it costs clearly less per letter than letters at random, and if every part is more
/// frequent than the whole: <c>file</c> and <c>system</c> are, the <c>ing</c> of <c>streaming</c> is not.
/// </summary>
internal sealed class CompoundWords(StaticEncoder encoder)
{
    private const int ShortestPart = 2;
    private const int LongestPart = 16;
    private const int LongestWord = 40;
    private const int MostParts = 64;
    private const double MostPerLetter = 2.6;
    private const double ShortPartCost = 2;

    private readonly double _logWords = Math.Log(Math.Max(2, encoder.Words));

    /// <summary>The parts of every compound in a text.</summary>
    public IReadOnlyList<string> SplitAll(string text)
    {
        var parts = new List<string>();
        foreach (var run in new WordRuns(text))
        {
            foreach (var word in new WordParts(run))
            {
                if (word.Length <= LongestWord && parts.Count < MostParts)
                {
                    parts.AddRange(Split(word.ToString().ToLowerInvariant()));
                }
            }
        }

        return parts;
    }

    /// <summary>The parts of a lower-case word, or none if it is no compound.</summary>
    public IReadOnlyList<string> Split(string word)
    {
        if (word.Length is < 2 * ShortestPart or > LongestWord || !word.All(char.IsAsciiLetterLower))
        {
            return [];
        }

        var whole = encoder.Rank(word) is >= 0 and var rank ? rank : int.MaxValue;
        Span<double> costs = stackalloc double[word.Length + 1];
        Span<int> starts = stackalloc int[word.Length + 1];
        costs.Fill(double.PositiveInfinity);
        costs[0] = 0;
        for (var end = ShortestPart; end <= word.Length; end++)
        {
            for (var start = Math.Max(0, end - LongestPart); start <= end - ShortestPart; start++)
            {
                // The whole is no split.
                if (double.IsFinite(costs[start]) && end - start < word.Length
                    && costs[start] + Cost(word.AsSpan(start..end), whole) is var cost && cost < costs[end])
                {
                    (costs[end], starts[end]) = (cost, start);
                }
            }
        }

        if (costs[word.Length] > MostPerLetter * word.Length)
        {
            return [];
        }

        var parts = new List<string>();
        for (var end = word.Length; end > 0; end = starts[end])
        {
            parts.Insert(0, word[starts[end]..end]);
        }

        return parts;
    }

    private double Cost(ReadOnlySpan<char> part, int whole) =>
        encoder.Rank(part) is var rank && rank >= 0 && rank < whole && !StopWords.Contains(part)
            ? Math.Log((rank + 2) * _logWords) + (part.Length == ShortestPart ? ShortPartCost : 0)
            : double.PositiveInfinity;
}
