using System.Buffers;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// Words that mean the same without being the same: for each word of one text the nearest of the other's, weighted by inverse document frequency, as in
/// BERTScore (Zhang et al., 2020) but with one vector per word.
/// </summary>
internal static class SoftMatch
{
    /// <summary>Below this words are not alike, only of one world.</summary>
    private const float Least = 0.5f;

    /// <summary>Like words of one word that bring candidates.</summary>
    private const int MostLikeWords = 48;

    /// <summary>Scores every document by how well its own words cover the query's, as far as like words can tell.</summary>
    public static void Add(IndexState state, WordNeighbours neighbours, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(scores.Length);
        var best = rented.AsSpan(0, scores.Length);
        best.Clear();
        for (var word = 0; word < neighbours.Words.Count; word++)
        {
            var like = Like(state, neighbours, word);
            foreach (var (term, cosine) in like)
            {
                foreach (var slot in term.Own.Slots)
                {
                    best[slot] = Math.Max(best[slot], cosine);
                }
            }

            var share = neighbours.Words[word].Idf / neighbours.TotalIdf;
            foreach (var (term, _) in like)
            {
                foreach (var slot in term.Own.Slots)
                {
                    scores[slot] += share * best[slot];
                    best[slot] = 0;
                }
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static List<(Term Term, float Cosine)> Like(IndexState state, WordNeighbours neighbours, int word)
    {
        var rows = new TopList(MostLikeWords);
        var cosines = neighbours.Of(word);
        for (var row = 0; row < cosines.Length; row++)
        {
            if (cosines[row] >= Least)
            {
                rows.Offer(row, cosines[row]);
            }
        }

        var like = new List<(Term, float)>();
        var itself = neighbours.Words[word].Term;
        if (itself is not null)
        {
            like.Add((itself, 1));
        }

        foreach (var row in rows.Slots)
        {
            if (state.Terms.Find(state.Space![row]) is { } term && term != itself)
            {
                like.Add((term, cosines[row]));
            }
        }

        return like;
    }

    /// <summary>How well the words of name, summary and anchors cover the query's, and the query's words those of name and summary.</summary>
    /// <param name="core">The words of name and summary, each once.</param>
    /// <param name="anchors">What others say of it covers the query too, but need not be covered.</param>
    public static (float Cover, float Focus) Compare(WordNeighbours neighbours, ReadOnlySpan<TextWord> core, ReadOnlySpan<TextWord> anchors)
    {
        Span<float> best = stackalloc float[neighbours.Words.Count];
        best.Clear();
        var (focus, total) = (0f, 0f);
        foreach (ref readonly var other in core)
        {
            var nearest = 0f;
            for (var word = 0; word < best.Length; word++)
            {
                var cosine = neighbours.Cosine(word, other);
                best[word] = Math.Max(best[word], cosine);
                nearest = Math.Max(nearest, cosine);
            }

            focus += nearest * other.Idf;
            total += other.Idf;
        }

        foreach (ref readonly var other in anchors)
        {
            for (var word = 0; word < best.Length; word++)
            {
                best[word] = Math.Max(best[word], neighbours.Cosine(word, other));
            }
        }

        var cover = 0f;
        for (var word = 0; word < best.Length; word++)
        {
            cover += best[word] * neighbours.Words[word].Idf;
        }

        return (neighbours.TotalIdf > 0 ? cover / neighbours.TotalIdf : 0, total > 0 ? focus / total : 0);
    }
}
