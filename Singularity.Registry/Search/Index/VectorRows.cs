using System.Numerics.Tensors;

namespace Singularity.Registry.Search.Index;

/// <summary>Vectors of length 1 or less as 8-bit values with one scale each, in blocks that never move.</summary>
internal sealed class VectorRows(int dimensions)
{
    private const int BlockRows = 4096;

    private readonly int _stride = RowDot.Padded(dimensions);

    private readonly List<sbyte[]> _blocks = [];
    private readonly List<float[]> _scales = [];

    public int Dimensions => dimensions;

    public long Bytes => (long)_blocks.Count * BlockRows * (_stride + sizeof(float));

    /// <summary>Each row's product with the query; rows that were never set have 0.</summary>
    public void Dot(RowDot query, Span<float> dots) => Dot(query, dots, 0, dots.Length);

    /// <summary>The same of some rows only; of others at the same time, if need be.</summary>
    /// <param name="from">The first, at the <see cref="Cut"/> of a block.</param>
    /// <param name="to">The first that is not asked for any more.</param>
    public void Dot(RowDot query, Span<float> dots, int from, int to)
    {
        for (var start = from; start < to; start += BlockRows)
        {
            var part = dots[start..Math.Min(to, start + BlockRows)];
            if (start / BlockRows is var block && block < _blocks.Count)
            {
                query.Rows(_blocks[block], _scales[block], part);
            }
            else
            {
                part.Clear();
            }
        }
    }

    /// <summary>Where one of several like parts of the rows begins.</summary>
    public static int Cut(int rows, int part, int parts) => Math.Min(rows, (rows + BlockRows - 1) / BlockRows * part / parts * BlockRows);

    /// <exception cref="ArgumentException">The vector has another length than the rows.</exception>
    public void Set(int row, ReadOnlySpan<float> vector)
    {
        if (vector.Length != dimensions)
        {
            throw new ArgumentException($"A vector of {vector.Length} values was given to rows of {dimensions}.", nameof(vector));
        }

        Reserve(row);
        var to = _blocks[row / BlockRows].AsSpan(row % BlockRows * _stride, dimensions);
        var scale = Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / 127;
        for (var i = 0; i < dimensions; i++)
        {
            to[i] = scale > 0 ? (sbyte)Math.Clamp(MathF.Round(vector[i] / scale), -127, 127) : (sbyte)0;
        }

        _scales[row / BlockRows][row % BlockRows] = scale;
    }

    /// <summary>Makes the row nobody's neighbour.</summary>
    public void Clear(int row)
    {
        Reserve(row);
        _scales[row / BlockRows][row % BlockRows] = 0;
    }

    private void Reserve(int row)
    {
        while (row / BlockRows >= _blocks.Count)
        {
            _blocks.Add(new sbyte[BlockRows * _stride]);
            _scales.Add(new float[BlockRows]);
        }
    }
}
