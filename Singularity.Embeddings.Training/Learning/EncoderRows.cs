using Singularity.Embeddings.Training.Corpus;

namespace Singularity.Embeddings.Training.Learning;

/// <summary>What is learned: a row per known word and per bucket, and a weight per known word.</summary>
internal sealed class EncoderRows
{
    private readonly int _dimensions;

    public EncoderRows(WordBook book, TrainingParameters parameters)
    {
        _dimensions = parameters.Dimensions;
        Count = book.Known + parameters.Buckets;
        Values = new float[Count * _dimensions];
        Weights = new float[book.Known];
        var random = new Random(parameters.Seed);
        var spread = 1 / MathF.Sqrt(_dimensions);
        for (var i = 0; i < Values.Length; i++)
        {
            Values[i] = (random.NextSingle() - 0.5f) * 2 * spread;
        }

        // Smooth inverse frequency (Arora et al., 2017) is where the weights start.
        const double Smoothing = 1e-3;
        for (var id = 0; id < book.Known; id++)
        {
            Weights[id] = (float)(Smoothing / (Smoothing + book.Frequencies[id]));
        }
    }

    public int Count { get; }

    public float[] Values { get; }

    public float[] Weights { get; }

    public Span<float> Row(int row) => Values.AsSpan(row * _dimensions, _dimensions);

    /// <summary>The rows as a model has them, each word's weight multiplied into its row.</summary>
    public float[] Weighted()
    {
        var rows = (float[])Values.Clone();
        for (var id = 0; id < Weights.Length; id++)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(Row(id), Weights[id], rows.AsSpan(id * _dimensions, _dimensions));
        }

        return rows;
    }
}
