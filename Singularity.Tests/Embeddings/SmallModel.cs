using Singularity.Embeddings.Model;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings;

/// <summary>A model of a few words in eight dimensions: word i points along axis i with length i + 1, and every bucket along the last axis.</summary>
internal static class SmallModel
{
    public const int Dimensions = 8;

    private const int Buckets = 16;

    public static readonly string[] Words = ["parse", "json", "file", "typescript", "größe"];

    public static byte[] Bytes(float bucket = 0.5f)
    {
        var rows = new float[(Words.Length + Buckets) * Dimensions];
        for (var word = 0; word < Words.Length; word++)
        {
            rows[(word * Dimensions) + word] = word + 1;
        }

        for (var row = Words.Length; row < Words.Length + Buckets; row++)
        {
            rows[(row * Dimensions) + Dimensions - 1] = bucket;
        }

        return ModelWriter.Write("small", Dimensions, Words, rows, 3, 5);
    }

    public static string Write(TemporaryFolder folder, byte[] bytes)
    {
        var path = Path.Combine(folder.Path, "model.bin");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
