namespace Singularity.Embeddings.Text;

/// <summary>The 32-bit FNV-1a hash: stable across processes and machines, as a file format needs it.</summary>
internal static class Fnv
{
    public const uint Start = 2166136261;

    public static uint Add(uint hash, byte value) => (hash ^ value) * 16777619;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Start;
        foreach (var value in bytes)
        {
            hash = Add(hash, value);
        }

        return hash;
    }
}
