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
        var weights = new FieldWeights(state);
        var options = state.Options;
        foreach (var word in words)
        {
            if (word.Term is not { } term)
            {
                continue;
            }

            var factor = word.Idf(state);
            var own = term.Own.Slots;
            var ownCounts = term.Own.Counts;
            var anchors = term.Anchors.Slots;
            var (i, j) = (0, 0);
            while (i < own.Length || j < anchors.Length)
            {
                var slot = j == anchors.Length || (i < own.Length && own[i] <= anchors[j]) ? own[i] : anchors[j];
                var frequency = 0f;
                if (i < own.Length && own[i] == slot)
                {
                    frequency += weights.Own(ownCounts[i++], slot);
                }

                // Ten packages that say it are not ten times as sure as one.
                if (j < anchors.Length && anchors[j] == slot)
                {
                    frequency += options.AnchorWeight;
                    j++;
                }

                scores[slot] += factor * frequency / (options.K1 + frequency);
            }
        }
    }
}
