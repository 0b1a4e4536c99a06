using System.Buffers;
using System.Runtime.InteropServices;

namespace Singularity.Registry.Search.Index;

/// <summary>How near in meaning the stems of the space are to each word of a query, by cosine.</summary>
internal sealed class WordNeighbours : IDisposable
{
    /// <summary>Words of a query that are compared; of a longer one the most telling.</summary>
    private const int MostWords = 12;

    private readonly float[] _cosines;
    private readonly int _rows;

    public WordNeighbours(StemSpace space, IReadOnlyList<QueryWord> words)
    {
        Words = [.. words.OrderByDescending(static word => word.Idf).Take(MostWords)];
        _rows = space.Count;
        _cosines = ArrayPool<float>.Shared.Rent(Words.Count * _rows);
        for (var word = 0; word < Words.Count; word++)
        {
            Compare(space, Words[word], _cosines.AsSpan(word * _rows, _rows));
        }

        TotalIdf = Words.Sum(static word => word.Idf);
    }

    public IReadOnlyList<QueryWord> Words { get; }

    public float TotalIdf { get; }

    /// <summary>The word's cosines with the rows of the space.</summary>
    public ReadOnlySpan<float> Of(int word) => _cosines.AsSpan(word * _rows, _rows);

    /// <summary>How near a word of a text is to the query's word: 1 if it is the word, 0 if it has no row.</summary>
    public float Cosine(int word, in TextWord other) => other.Asked == word ? 1 : other.Row < 0 ? 0 : _cosines[(word * _rows) + other.Row];

    public void Dispose() => ArrayPool<float>.Shared.Return(_cosines);

    private static void Compare(StemSpace space, QueryWord word, Span<float> cosines)
    {
        Span<float> vector = stackalloc float[space.Rows.Dimensions];
        if (space.TryRead(word.Text, vector))
        {
            space.Rows.Dot(new RowDot(vector), cosines);
        }
        else
        {
            cosines.Clear();
        }
    }
}

/// <summary>A word of a document, as <see cref="SoftMatch.Compare"/> asks of it.</summary>
/// <param name="Row">In the space of stems, or -1.</param>
/// <param name="Asked">Which of <see cref="WordNeighbours.Words"/> it is, or -1.</param>
/// <param name="Idf">How telling it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextWord(int Row, int Asked, float Idf);
