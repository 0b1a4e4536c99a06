using System.Numerics.Tensors;
using Singularity.Embeddings.Training.Corpus;

namespace Singularity.Embeddings.Training.Learning;

/// <summary>Encodes one side of a batch, and carries the gradient of its vectors back to rows and weights.</summary>
internal sealed class SideEncoder(WordBook book, EncoderRows rows, TrainingParameters parameters)
{
    private readonly int _dimensions = parameters.Dimensions;
    private readonly float[] _norms = new float[parameters.Batch];
    private int[][] _texts = [];

    /// <summary>Vectors of length 1, by rows.</summary>
    public float[] Vectors { get; } = new float[parameters.Batch * parameters.Dimensions];

    /// <summary>First by the vectors, after <see cref="Denormalise"/> by the sums before they were brought to length 1.</summary>
    public float[] Gradient { get; } = new float[parameters.Batch * parameters.Dimensions];

    public void Encode(int[][] texts)
    {
        _texts = texts;
        Parallel.For(0, texts.Length, sample =>
        {
            var sum = Vectors.AsSpan(sample * _dimensions, _dimensions);
            sum.Clear();
            foreach (var word in texts[sample])
            {
                if (IsRow(word))
                {
                    TensorPrimitives.MultiplyAdd(rows.Row(word), rows.Weights[word], sum, sum);
                    continue;
                }

                var grams = Grams(word);
                foreach (var gram in grams)
                {
                    TensorPrimitives.MultiplyAdd(rows.Row(book.Known + gram), 1f / grams.Length, sum, sum);
                }
            }

            _norms[sample] = Math.Max(TensorPrimitives.Norm(sum), 1e-6f);
            TensorPrimitives.Divide(sum, _norms[sample], sum);
        });
    }

    public void Denormalise() => Parallel.For(0, _texts.Length, sample =>
    {
        var gradient = Gradient.AsSpan(sample * _dimensions, _dimensions);
        var unit = Vectors.AsSpan(sample * _dimensions, _dimensions);
        TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot(gradient, unit), gradient, gradient);
        TensorPrimitives.Divide(gradient, _norms[sample], gradient);
    });

    /// <summary>Adds the gradients of those rows and weights whose number leaves <paramref name="part"/> when divided by <paramref name="parts"/>.</summary>
    public void Collect(RowGradients gradients, int part, int parts)
    {
        for (var sample = 0; sample < _texts.Length; sample++)
        {
            var gradient = Gradient.AsSpan(sample * _dimensions, _dimensions);
            foreach (var word in _texts[sample])
            {
                if (IsRow(word))
                {
                    if (word % parts == part)
                    {
                        gradients.Add(part, word, gradient, rows.Weights[word]);
                        gradients.AddWeight(word, TensorPrimitives.Dot(gradient, rows.Row(word)));
                    }

                    continue;
                }

                var grams = Grams(word);
                foreach (var gram in grams)
                {
                    if ((book.Known + gram) % parts == part)
                    {
                        gradients.Add(part, book.Known + gram, gradient, 1f / grams.Length);
                    }
                }
            }
        }
    }

    private bool IsRow(int word) => word >= 0 && word < book.Known;

    private int[] Grams(int word) => book.Grams[word < 0 ? ~word : word];
}
