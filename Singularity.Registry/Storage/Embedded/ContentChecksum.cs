using System.Numerics;
using System.Runtime.InteropServices;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// Tells damaged bytes from whole ones, which neither LiteDB's pages nor their parts do: CRC-32C in four lanes over words in turn, so that the processor
/// works on all four at once, and over the lanes, the rest and the length at the end. Never 0.
/// </summary>
internal static class ContentChecksum
{
    public static int Of(ReadOnlySpan<byte> content)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(content);
        var (a, b, c, d) = (1u, 2u, 3u, 4u);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }

        var sum = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(0u, a), b), c), d);
        foreach (var rest in content[(i * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        sum = BitOperations.Crc32C(sum, (uint)content.Length);
        return sum == 0 ? 1 : unchecked((int)sum);
    }
}
