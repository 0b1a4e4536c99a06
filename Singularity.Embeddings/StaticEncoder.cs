using System.Numerics.Tensors;
using Singularity.Embeddings.Model;
using Singularity.Embeddings.Text;

namespace Singularity.Embeddings;

/// <summary>
/// Turns short texts into vectors by adding up one learned row per word, unknown words as the mean of their n-grams' rows. A row's length is the
/// word's learned weight. Safe for any number of callers at once; a text costs its length.
/// </summary>
public sealed class StaticEncoder
{
    private readonly ModelFile _model;

    private StaticEncoder(ModelFile model) => _model = model;

    /// <summary>The model's name; vectors of different models are never compared.</summary>
    public string Name => _model.Header.Name;

    public int Dimensions => _model.Header.Dimensions;

    /// <summary>How many words have a row of their own.</summary>
    public int Words => _model.Header.Words;

    /// <exception cref="ModelException">There is no such file, or it is no model, or a damaged one.</exception>
    public static StaticEncoder Open(string path) => new(ModelFile.Open(path));

    /// <summary>Opens the model that comes with this assembly.</summary>
    /// <exception cref="ModelException">It is missing or damaged.</exception>
    public static StaticEncoder OpenDefault() => Open(Path.Combine(AppContext.BaseDirectory, "Models", DefaultModel.FileName));

    /// <summary>Writes the text's vector, of length 1.</summary>
    /// <returns>False, and nothing written, if the text has no part that the model knows.</returns>
    public bool TryEncode(ReadOnlySpan<char> text, Span<float> vector)
    {
        Span<float> sum = stackalloc float[Dimensions];
        sum.Clear();
        Add(text, 1, sum);
        return TryNormalise(sum, vector);
    }

    /// <summary>Adds the text's rows, each times <paramref name="weight"/>, so that fields of different weight make one vector.</summary>
    public void Add(ReadOnlySpan<char> text, float weight, Span<float> sum)
    {
        Span<char> lower = stackalloc char[WordTable.LongestWord];
        var words = _model.Words;
        foreach (var run in new WordRuns(text))
        {
            var whole = Lower(run, lower);
            if (words.Find(whole) is >= 0 and var id)
            {
                AddRow(id, weight, sum);
                continue;
            }

            foreach (var part in new WordParts(run))
            {
                AddWord(words, Lower(part, lower), weight, sum);
            }
        }

        // The rows are read through pointers; the object that keeps them mapped must outlive the reading.
        GC.KeepAlive(_model);
    }

    /// <summary>Adds one lower-case word as it stands, by its row or its n-grams.</summary>
    public void AddWord(ReadOnlySpan<char> word, float weight, Span<float> sum)
    {
        AddWord(_model.Words, word.Length > WordTable.LongestWord ? word[..WordTable.LongestWord] : word, weight, sum);
        GC.KeepAlive(_model);
    }

    /// <summary>The id of a lower-case word, which is its rank by frequency in training, or -1 if it has no row of its own.</summary>
    public int Rank(ReadOnlySpan<char> word)
    {
        var id = word.Length > WordTable.LongestWord ? -1 : _model.Words.Find(word);
        GC.KeepAlive(_model);
        return id;
    }

    /// <summary>The word with the given id, from 0 to <see cref="Words"/>, the most frequent in training first.</summary>
    public string Word(int id)
    {
        var word = System.Text.Encoding.UTF8.GetString(_model.Words[id]);
        GC.KeepAlive(_model);
        return word;
    }

    /// <summary>Writes the sum at length 1; false, and nothing written, if it is zero.</summary>
    /// <exception cref="ArithmeticException">The sum is not finite.</exception>
    public static bool TryNormalise(ReadOnlySpan<float> sum, Span<float> vector)
    {
        var norm = TensorPrimitives.Norm(sum);
        if (!float.IsFinite(norm))
        {
            throw new ArithmeticException("A vector is not finite: a weight is far too large.");
        }

        if (norm < 1e-12f)
        {
            return false;
        }

        TensorPrimitives.Divide(sum, norm, vector);
        return true;
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> word, Span<char> lower)
    {
        word = word.Length > WordTable.LongestWord ? word[..WordTable.LongestWord] : word;
        return lower[..word.ToLowerInvariant(lower)];
    }

    private void AddWord(WordTable words, ReadOnlySpan<char> word, float weight, Span<float> sum)
    {
        if (words.Find(word) is >= 0 and var id)
        {
            AddRow(id, weight, sum);
            return;
        }

        Span<int> buckets = stackalloc int[WordTable.LongestWord * 8];
        var header = _model.Header;
        var count = NGrams.Find(word, header.ShortestGram, header.LongestGram, header.Buckets, buckets);
        foreach (var bucket in buckets[..count])
        {
            AddRow(header.Words + bucket, weight / count, sum);
        }
    }

    private void AddRow(int row, float weight, Span<float> sum) => RowMath.AddScaled(_model.Row(row), weight * _model.Scales[row], sum);
}
