using System.Numerics.Tensors;

namespace Singularity.Embeddings.Training.Learning;

/// <summary>Gradients of the rows that a batch touched, and the step that they lead to: row-wise Adagrad, one accumulated square per row.</summary>
internal sealed class RowGradients(EncoderRows rows, TrainingParameters parameters, int parts)
{
    private const float Epsilon = 1e-8f;

    private readonly float[] _gradients = new float[rows.Count * parameters.Dimensions];
    private readonly float[] _weightGradients = new float[rows.Weights.Length];
    private readonly float[] _squares = new float[rows.Count];
    private readonly float[] _weightSquares = new float[rows.Weights.Length];
    private readonly bool[] _touched = new bool[rows.Count];
    private readonly List<int>[] _touchedBy = [.. Enumerable.Range(0, parts).Select(static _ => new List<int>())];

    public void Add(int part, int row, ReadOnlySpan<float> gradient, float factor)
    {
        if (!_touched[row])
        {
            _touched[row] = true;
            _touchedBy[part].Add(row);
        }

        TensorPrimitives.MultiplyAdd(gradient, factor, Of(row), Of(row));
    }

    public void AddWeight(int word, float gradient) => _weightGradients[word] += gradient;

    /// <summary>Moves the rows that the part touched, and forgets their gradients.</summary>
    public void Step(int part, float pace)
    {
        foreach (var row in _touchedBy[part])
        {
            var gradient = Of(row);
            _squares[row] += TensorPrimitives.SumOfSquares(gradient) / parameters.Dimensions;
            var step = -pace * parameters.Rate / (MathF.Sqrt(_squares[row]) + Epsilon);
            TensorPrimitives.MultiplyAdd(gradient, step, rows.Row(row), rows.Row(row));
            gradient.Clear();
            _touched[row] = false;
            if (row < rows.Weights.Length)
            {
                StepWeight(row, pace);
            }
        }

        _touchedBy[part].Clear();
    }

    private void StepWeight(int word, float pace)
    {
        var gradient = _weightGradients[word];
        _weightSquares[word] += gradient * gradient;
        // A weight below zero would turn the word into its opposite.
        rows.Weights[word] = Math.Max(0.01f, rows.Weights[word] - (pace * parameters.WeightRate * gradient / (MathF.Sqrt(_weightSquares[word]) + Epsilon)));
        _weightGradients[word] = 0;
    }

    private Span<float> Of(int row) => _gradients.AsSpan(row * parameters.Dimensions, parameters.Dimensions);
}
