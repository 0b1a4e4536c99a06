using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Index;

/// <summary>A stem of the query, and how much it counts.</summary>
/// <param name="Term">Null if no document has it.</param>
internal sealed record QueryWord(string Text, float Weight, Term? Term)
{
    /// <summary>The query's words, and for less weight the parts of its compounds; each once.</summary>
    public static List<QueryWord> Read(string query, IndexState state)
    {
        var words = SearchTerms.Of(query).Select(text => new QueryWord(text, 1, state.Terms.Find(text))).ToList();
        foreach (var part in state.Compounds?.SplitAll(query) ?? [])
        {
            var stem = Stemmer.Stem(part);
            if (!StopWords.Contains(part) && words.TrueForAll(word => word.Text != stem))
            {
                words.Add(new QueryWord(stem, state.Options.QuerySegmentWeight, state.Terms.Find(stem)));
            }
        }

        return words;
    }

    /// <summary>How telling it is; a word that no document has counts as one that a single document has.</summary>
    public float Idf(IndexState state) => Weight * state.Idf(Math.Max(1, Term?.Own.Count ?? 0));
}
