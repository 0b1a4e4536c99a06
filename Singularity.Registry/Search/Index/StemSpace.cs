using System.Runtime.CompilerServices;
using Singularity.Embeddings;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// What the stems of the encoder's frequent words mean, as rows of length 1. The encoder knows words and the index stems: a stem means what the most frequent
/// word with it does. Stems that it does not know have no row; as words of a query they mean what their n-grams do.
/// </summary>
internal sealed class StemSpace
{
    /// <summary>Only the most frequent words of the encoder: what rarer ones are near to is chance.</summary>
    private const int MostWords = 20_000;

    private const int EntryBytes = 70;

    private static readonly ConditionalWeakTable<StaticEncoder, StemSpace> Made = [];

    private readonly StaticEncoder _encoder;
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, (int Row, int Word)> _stems;

    private StemSpace(StaticEncoder encoder)
    {
        _encoder = encoder;
        var words = Math.Min(encoder.Words, MostWords);
        _stems = new Dictionary<string, (int, int)>(words, StringComparer.Ordinal);
        Rows = new VectorRows(encoder.Dimensions);
        Span<float> vector = stackalloc float[encoder.Dimensions];
        for (var word = 0; word < words; word++)
        {
            var stem = Stemmer.Stem(encoder.Word(word));
            if (_stems.TryAdd(stem, (_stems.Count, word)))
            {
                _texts.Add(stem);
                if (TryRead(stem, vector))
                {
                    Rows.Set(_stems.Count - 1, vector);
                }
            }
        }
    }

    /// <summary>One for all indexes of an encoder: it never changes.</summary>
    public static StemSpace Of(StaticEncoder encoder) => Made.GetValue(encoder, static encoder => new StemSpace(encoder));

    public VectorRows Rows { get; }

    public int Count => _stems.Count;

    public long Bytes => Rows.Bytes + ((long)_stems.Count * EntryBytes);

    /// <summary>The stem of a row.</summary>
    public string this[int row] => _texts[row];

    /// <summary>The stem's row, or -1.</summary>
    public int Row(string stem) => _stems.TryGetValue(stem, out var known) ? known.Row : -1;

    /// <summary>The stem's row, or -1.</summary>
    public int Row(ReadOnlySpan<char> stem) => _stems.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stem, out var known) ? known.Row : -1;

    public bool TryRead(string stem, Span<float> vector)
    {
        Span<float> sum = stackalloc float[_encoder.Dimensions];
        sum.Clear();
        AddWord(stem, 1, sum);
        return StaticEncoder.TryNormalise(sum, vector);
    }

    /// <summary>Adds what the stem means at the length that the encoder gives it.</summary>
    public void AddWord(string stem, float weight, Span<float> sum) =>
        _encoder.AddWord(_stems.TryGetValue(stem, out var known) ? _encoder.Word(known.Word) : stem, weight, sum);
}
