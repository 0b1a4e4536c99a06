namespace Singularity.Registry.Search.Index;

/// <summary>
/// BM25F: a word's counts in all fields, weighted and each divided by how long its field is for that field, are added before they saturate, so that
/// a word in two fields is no two words.
/// </summary>
internal static class KeywordScores
{
    /// <summary>Adds every document's score.</summary>
    public static void Add(IndexState state, IReadOnlyList<QueryWord> words, Span<float> scores)
    {
        var weights = new FieldWeights(state.Options, state.Count, state.NameLengths, state.SummaryLengths, state.BodyLengths);
        var facts = state.Facts;
        foreach (var word in words)
        {
            if (word.Term is not { } term)
            {
                continue;
            }

            var own = term.Own.Slots;
            var ownCounts = term.Own.Counts;
            var anchors = term.Anchors.Slots;
            var (i, j) = (0, 0);
            while (i < own.Length || j < anchors.Length)
            {
                var slot = j == anchors.Length || (i < own.Length && own[i] <= anchors[j]) ? own[i] : anchors[j];
                var frequency = i < own.Length && own[i] == slot ? weights.Own(ownCounts[i++], in facts[slot]) : 0;
                var isAnchor = j < anchors.Length && anchors[j] == slot;
                j += isAnchor ? 1 : 0;
                scores[slot] += weights.Score(word.Idf, frequency, isAnchor);
            }
        }
    }
}
