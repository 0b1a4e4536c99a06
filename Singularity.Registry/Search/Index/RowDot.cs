using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Singularity.Registry.Search.Index;

/// <summary>Dot products of one query with rows of 8-bit values. The query has at most 14 bits, fewer where a sum of products would exceed 32.</summary>
internal readonly struct RowDot
{
    private const int Largest = (1 << 13) - 1;
    private const int Lanes = 16;

    private readonly short[] _query;
    private readonly float _scale;

    public RowDot(ReadOnlySpan<float> query)
    {
        var largest = 0f;
        foreach (var value in query)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        _query = new short[Padded(query.Length)];
        _scale = largest / Math.Min(Largest, int.MaxValue / 127 / Math.Max(1, _query.Length));
        for (var i = 0; i < query.Length && largest > 0; i++)
        {
            _query[i] = (short)MathF.Round(query[i] / _scale);
        }
    }

    /// <summary>How many values a row takes, so that its sums need no remainder.</summary>
    public static int Padded(int dimensions) => (dimensions + Lanes - 1) / Lanes * Lanes;

    /// <summary>The query with each row, a row's scale multiplied in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rows(ReadOnlySpan<sbyte> rows, ReadOnlySpan<float> scales, Span<float> dots)
    {
        var length = _query.Length;
        ref var from = ref MemoryMarshal.GetReference(rows);
        ref var query = ref MemoryMarshal.GetArrayDataReference(_query);
        var row = 0;

        // Four at a time share the query's loads and the adding up.
        for (; Avx2.IsSupported && row <= dots.Length - 4; row += 4)
        {
            var sums = FourSums(ref Unsafe.Add(ref from, row * length), ref query, (nuint)length);
            (Vector128.ConvertToSingle(sums) * Vector128.Create(_scale) * Vector128.Create(scales.Slice(row, 4))).CopyTo(dots[row..]);
        }

        for (; row < dots.Length; row++)
        {
            dots[row] = Sum(ref Unsafe.Add(ref from, row * length), ref query, length) * _scale * scales[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> FourSums(ref sbyte rows, ref short query, nuint length)
    {
        var (first, second, third, fourth) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        for (nuint i = 0; i < length; i += Lanes)
        {
            var values = Vector256.LoadUnsafe(ref query, i);
            first += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref rows, i)), values);
            second += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref rows, i + length)), values);
            third += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref rows, i + (2 * length))), values);
            fourth += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref rows, i + (3 * length))), values);
        }

        var sums = Avx2.HorizontalAdd(Avx2.HorizontalAdd(first, second), Avx2.HorizontalAdd(third, fourth));
        return sums.GetLower() + sums.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sum(ref sbyte row, ref short query, int length)
    {
        if (!Avx2.IsSupported)
        {
            return PortableSum(ref row, ref query, length);
        }

        var sum = Vector256<int>.Zero;
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            var values = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, i));
            sum += Avx2.MultiplyAddAdjacent(values, Vector256.LoadUnsafe(ref query, i));
        }

        return Vector256.Sum(sum);
    }

    private static int PortableSum(ref sbyte row, ref short query, int length)
    {
        var sum = Vector128<int>.Zero;
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, i));
            sum += Products(low, Vector128.LoadUnsafe(ref query, i)) + Products(high, Vector128.LoadUnsafe(ref query, i + 8));
        }

        return Vector128.Sum(sum);
    }

    private static Vector128<int> Products(Vector128<short> left, Vector128<short> right)
    {
        var ((leftLow, leftHigh), (rightLow, rightHigh)) = (Vector128.Widen(left), Vector128.Widen(right));
        return (leftLow * rightLow) + (leftHigh * rightHigh);
    }
}
