namespace Singularity.Registry.Search.Index;

/// <summary>How near in meaning the terms of the index are to each word of a query, by cosine.</summary>
internal sealed class WordNeighbours
{
    /// <summary>Words of a query that are compared; of a longer one the most telling.</summary>
    private const int MostWords = 12;

    private readonly float[][] _cosines;

    public WordNeighbours(IndexState state, IReadOnlyList<QueryWord> words)
    {
        Words = [.. words.Select(word => (Word: word, Idf: word.Idf(state))).OrderByDescending(static w => w.Idf).Take(MostWords)];
        _cosines = [.. Words.Select(word => Cosines(state.Space!, word.Word))];
        TotalIdf = Words.Sum(static word => word.Idf);
    }

    public IReadOnlyList<(QueryWord Word, float Idf)> Words { get; }

    public float TotalIdf { get; }

    /// <summary>The word's cosines with the rows of the space.</summary>
    public ReadOnlySpan<float> Of(int word) => _cosines[word];

    /// <summary>How near the term is to the word: 1 if it is the word, 0 if it has no row.</summary>
    public float Cosine(int word, Term term) =>
        ReferenceEquals(Words[word].Word.Term, term) ? 1 : term.Row < 0 ? 0 : _cosines[word][term.Row];

    private static float[] Cosines(StemSpace space, QueryWord word)
    {
        var cosines = new float[space.Count];
        Span<float> vector = stackalloc float[space.Rows.Dimensions];
        if (space.TryRead(word.Text, vector))
        {
            space.Rows.Dot(new RowDot(vector), cosines);
        }

        return cosines;
    }
}
