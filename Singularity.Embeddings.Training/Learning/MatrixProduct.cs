using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Singularity.Embeddings.Training.Learning;

/// <summary>Matrices by rows, in single precision. A product's rows are computed each by one thread in one order: any number of threads gives the same bits.</summary>
internal static class MatrixProduct
{
    private const int Rows = 4;
    private const int Columns = 16;

    /// <summary>c = a x b, or its transpose of a x b; c has m rows and n columns, the sum runs over k. m is a multiple of 4, n of 16.</summary>
    public static void Multiply(float[] a, bool transposeA, float[] b, float[] c, int m, int n, int k)
    {
        var (rowStep, columnStep) = transposeA ? (1, m) : (k, 1);
        Parallel.For(0, m / Rows, block =>
        {
            var row = block * Rows;
            for (var column = 0; column < n; column += Columns)
            {
                Block(ref a[row * rowStep], rowStep, columnStep, ref b[column], ref c[(row * n) + column], n, k);
            }
        });
    }

    public static void Transpose(float[] from, float[] to, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                to[(column * rows) + row] = from[(row * columns) + column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(ref float a, int rowStep, int columnStep, ref float b, ref float c, int n, int k)
    {
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (var i = 0; i < k; i++)
        {
            ref var from = ref Unsafe.Add(ref a, i * columnStep);
            ref var row = ref Unsafe.Add(ref b, i * n);
            var (b0, b1) = (Vector256.LoadUnsafe(ref row), Vector256.LoadUnsafe(ref row, 8));
            var a0 = Vector256.Create(from);
            s00 = Vector256.MultiplyAddEstimate(a0, b0, s00);
            s01 = Vector256.MultiplyAddEstimate(a0, b1, s01);
            var a1 = Vector256.Create(Unsafe.Add(ref from, rowStep));
            s10 = Vector256.MultiplyAddEstimate(a1, b0, s10);
            s11 = Vector256.MultiplyAddEstimate(a1, b1, s11);
            var a2 = Vector256.Create(Unsafe.Add(ref from, 2 * rowStep));
            s20 = Vector256.MultiplyAddEstimate(a2, b0, s20);
            s21 = Vector256.MultiplyAddEstimate(a2, b1, s21);
            var a3 = Vector256.Create(Unsafe.Add(ref from, 3 * rowStep));
            s30 = Vector256.MultiplyAddEstimate(a3, b0, s30);
            s31 = Vector256.MultiplyAddEstimate(a3, b1, s31);
        }

        Store(ref c, s00, s01);
        Store(ref Unsafe.Add(ref c, n), s10, s11);
        Store(ref Unsafe.Add(ref c, 2 * n), s20, s21);
        Store(ref Unsafe.Add(ref c, 3 * n), s30, s31);
    }

    private static void Store(ref float c, Vector256<float> first, Vector256<float> second)
    {
        first.StoreUnsafe(ref c);
        second.StoreUnsafe(ref c, 8);
    }
}
