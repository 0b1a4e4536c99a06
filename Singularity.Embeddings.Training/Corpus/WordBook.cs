using Singularity.Embeddings.Text;

namespace Singularity.Embeddings.Training.Corpus;

/// <summary>Every word of the training text by number: below <see cref="Known"/> those that get a row, the most frequent first.</summary>
internal sealed class WordBook
{
    private readonly Dictionary<string, int> _ids;

    private WordBook(List<string> words, Dictionary<string, int> ids, int known, double[] frequencies, int[][] grams) =>
        (Words, _ids, Known, Frequencies, Grams) = (words, ids, known, frequencies, grams);

    public IReadOnlyList<string> Words { get; }

    public int Known { get; }

    /// <summary>Share of all words of the text that each word is.</summary>
    public double[] Frequencies { get; }

    /// <summary>The buckets of each word's n-grams, the most frequent words included.</summary>
    public int[][] Grams { get; }

    public static WordBook Of(IEnumerable<string> texts, TrainingParameters parameters)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var run in new WordRuns(text))
            {
                var parts = 0;
                foreach (var part in new WordParts(run))
                {
                    Count(counts, Lower(part));
                    parts++;
                }

                if (parts > 1)
                {
                    Count(counts, Lower(run));
                }
            }
        }

        // Ties by text, so that the same text gives the same model.
        var words = counts.OrderByDescending(static c => c.Value).ThenBy(static c => c.Key, StringComparer.Ordinal).Select(static c => c.Key).ToList();
        var total = counts.Values.Sum(static c => (double)c);
        var grams = new int[words.Count][];
        var buffer = new int[WordTable.LongestWord * 8];
        for (var id = 0; id < words.Count; id++)
        {
            grams[id] = buffer[..NGrams.Find(words[id], parameters.ShortestGram, parameters.LongestGram, parameters.Buckets, buffer)];
        }

        return new WordBook(
            words,
            words.Select(static (word, id) => (word, id)).ToDictionary(static w => w.word, static w => w.id, StringComparer.Ordinal),
            Math.Min(parameters.Words, words.Count),
            [.. words.Select(word => counts[word] / total)],
            grams);
    }

    /// <summary>The numbers of a text's words, as the encoder will read it: a run with a row of its own as a whole, any other by its parts.</summary>
    public int[] Read(string text)
    {
        var read = new List<int>();
        foreach (var run in new WordRuns(text))
        {
            if (_ids.TryGetValue(Lower(run), out var whole) && whole < Known)
            {
                read.Add(whole);
                continue;
            }

            foreach (var part in new WordParts(run))
            {
                if (_ids.TryGetValue(Lower(part), out var id))
                {
                    read.Add(id);
                }
            }
        }

        return [.. read];
    }

    private static void Count(Dictionary<string, int> counts, string word) => counts[word] = counts.GetValueOrDefault(word) + 1;

    private static string Lower(ReadOnlySpan<char> word) =>
        (word.Length > WordTable.LongestWord ? word[..WordTable.LongestWord] : word).ToString().ToLowerInvariant();
}
