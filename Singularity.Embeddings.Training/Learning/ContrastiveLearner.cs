using System.Numerics.Tensors;
using Singularity.Embeddings.Training.Corpus;
using Singularity.Embeddings.Training.Pairs;

namespace Singularity.Embeddings.Training.Learning;

/// <summary>
/// Symmetric InfoNCE (van den Oord et al., 2018; both directions as in Radford et al., 2021): each text is to find its partner among the batch's, by
/// cosine over temperature. Pairs of one meaning are no negatives of each other. The same pairs give the same rows, bit for bit, on any number of threads.
/// </summary>
internal sealed class ContrastiveLearner
{
    private const int Parts = 8;

    private readonly TrainingParameters _parameters;
    private readonly SideEncoder _left;
    private readonly SideEncoder _right;
    private readonly RowGradients _gradients;
    private readonly float[] _shares;
    private readonly float[] _transposed;
    private readonly float[] _rowSums;
    private readonly float[] _columnSums;

    public ContrastiveLearner(WordBook book, EncoderRows rows, TrainingParameters parameters)
    {
        _parameters = parameters;
        _left = new SideEncoder(book, rows, parameters);
        _right = new SideEncoder(book, rows, parameters);
        _gradients = new RowGradients(rows, parameters, Parts);
        _shares = new float[parameters.Batch * parameters.Batch];
        _transposed = new float[parameters.Batch * parameters.Dimensions];
        _rowSums = new float[parameters.Batch];
        _columnSums = new float[parameters.Batch];
    }

    /// <summary>Learns from one batch; returns its mean loss in nats.</summary>
    /// <param name="pace">Multiplies every step, so that they can grow shorter towards the end.</param>
    public double Learn(TextPair[] pairs, float pace)
    {
        var (batch, dimensions) = (_parameters.Batch, _parameters.Dimensions);
        _left.Encode([.. pairs.Select(static p => p.Left)]);
        _right.Encode([.. pairs.Select(static p => p.Right)]);
        MatrixProduct.Transpose(_right.Vectors, _transposed, batch, dimensions);
        MatrixProduct.Multiply(_left.Vectors, transposeA: false, _transposed, _shares, batch, batch, dimensions);
        var loss = ToGradient(pairs);
        MatrixProduct.Multiply(_shares, transposeA: false, _right.Vectors, _left.Gradient, batch, dimensions, batch);
        MatrixProduct.Multiply(_shares, transposeA: true, _left.Vectors, _right.Gradient, batch, dimensions, batch);
        _left.Denormalise();
        _right.Denormalise();
        Parallel.For(0, Parts, part =>
        {
            _left.Collect(_gradients, part, Parts);
            _right.Collect(_gradients, part, Parts);
            _gradients.Step(part, pace);
        });
        return loss;
    }

    /// <summary>Turns the cosines into the loss's gradient by them, up to a factor that Adagrad does not see.</summary>
    private double ToGradient(TextPair[] pairs)
    {
        var batch = _parameters.Batch;
        var meanings = pairs.Select(static (pair, at) => (pair.Meaning, at)).ToLookup(static p => p.Meaning, static p => p.at);
        var partners = new float[batch];
        Parallel.For(0, batch, row =>
        {
            var shares = _shares.AsSpan(row * batch, batch);
            // No cosine exceeds 1, so that no power exceeds 1 either.
            TensorPrimitives.Subtract(shares, 1, shares);
            TensorPrimitives.Divide(shares, _parameters.Temperature, shares);
            partners[row] = shares[row];
            TensorPrimitives.Exp(shares, shares);
            foreach (var same in meanings[pairs[row].Meaning])
            {
                shares[same] = same == row ? shares[same] : 0;
            }

            _rowSums[row] = TensorPrimitives.Sum(shares);
        });
        Array.Clear(_columnSums);
        for (var row = 0; row < batch; row++)
        {
            TensorPrimitives.Add(_columnSums, _shares.AsSpan(row * batch, batch), _columnSums);
        }

        var loss = 0.0;
        for (var i = 0; i < batch; i++)
        {
            loss += ((Math.Log(_rowSums[i]) + Math.Log(_columnSums[i])) / 2) - partners[i];
        }

        TensorPrimitives.Reciprocal(_columnSums, _columnSums);
        Parallel.For(0, batch, row =>
        {
            var shares = _shares.AsSpan(row * batch, batch);
            Span<float> factors = stackalloc float[batch];
            TensorPrimitives.Add(_columnSums, 1 / _rowSums[row], factors);
            TensorPrimitives.Multiply(shares, factors, shares);
            shares[row] -= 2;
        });
        return loss / batch;
    }
}
