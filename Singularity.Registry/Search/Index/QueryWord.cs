using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Index;

/// <summary>A stem of the query, and how much it counts.</summary>
/// <param name="Idf">How telling it is, times what its kind of word counts; a word that no document has counts as one that a single document has.</param>
/// <param name="Term">In the index of this process; null elsewhere, and if no document has it.</param>
internal sealed record QueryWord(string Text, float Idf, Term? Term = null)
{
    /// <summary>The query's words, and for less weight the parts of its compounds; each once.</summary>
    public static IReadOnlyList<(string Text, float Weight)> Read(string query, CompoundWords? compounds, IndexOptions options)
    {
        var words = SearchTerms.Of(query).Select(static text => (Text: text, Weight: 1f)).ToList();
        foreach (var part in compounds?.SplitAll(query) ?? [])
        {
            var stem = Stemmer.Stem(part);
            if (!StopWords.Contains(part) && words.TrueForAll(word => word.Text != stem))
            {
                words.Add((stem, options.QuerySegmentWeight));
            }
        }

        return words;
    }

    public static List<QueryWord> Read(string query, IndexState state) =>
    [
        .. Read(query, state.Compounds, state.Options).Select(word =>
        {
            var term = state.Terms.Find(word.Text);
            return new QueryWord(word.Text, word.Weight * state.Idf(Math.Max(1, term?.Own.Count ?? 0)), term);
        }),
    ];
}
