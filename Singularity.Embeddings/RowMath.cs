using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Singularity.Embeddings;

/// <summary>Arithmetic on rows of 8-bit values whose length is a multiple of 8.</summary>
internal static class RowMath
{
    /// <summary>sum += row x scale.</summary>
    public static void AddScaled(ReadOnlySpan<sbyte> row, float scale, Span<float> sum)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sum[..row.Length]);
        var scales = Vector256.Create(scale);
        for (nuint i = 0; i < (nuint)row.Length; i += 8)
        {
            var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref from, i)))).AsSByte();
            var shorts = Vector128.WidenLower(bytes);
            var values = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)));
            (Vector256.LoadUnsafe(ref to, i) + (values * scales)).StoreUnsafe(ref to, i);
        }
    }
}
