namespace Singularity.Embeddings;

/// <summary>The model that comes with the product; its card lies beside it in Models.</summary>
public static class DefaultModel
{
    public const string FileName = "package-text-128.bin";
}
