using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Embeddings;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Tests.Registry.Search;

/// <summary>The models that tests search with.</summary>
internal static class SearchModels
{
    public static readonly StaticEncoder Encoder = StaticEncoder.OpenDefault();

    public static SearchModel Static => Of(null);

    /// <summary>The file is not there.</summary>
    public static SearchModel Missing => new(static () => StaticEncoder.Open("/nowhere/words.bin"), static () => null, NullLogger.Instance);

    /// <summary>Vectors come from the generator, like words from the encoder.</summary>
    public static SearchModel Of(IEmbeddingGenerator<string, Embedding<float>>? other) =>
        new(static () => Encoder, () => other, NullLogger.Instance);
}

/// <summary>A model of three dimensions, which an embedding server might serve: what is about animals, food and neither.</summary>
internal sealed class ScriptedGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly string[][] Worlds = [["cat", "dog", "horse", "pet"], ["bread", "soup", "apple", "meal"]];

    /// <summary>What it fails with, if anything.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What it answers to every text, if not its vector.</summary>
    public float[]? Answer { get; set; }

    public int Calls { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return Fault is { } fault
            ? Task.FromException<GeneratedEmbeddings<Embedding<float>>>(fault)
            : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(Answer ?? Vector(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("scripted", null, "worlds-3", 3) : null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private static float[] Vector(string text)
    {
        var vector = new float[3];
        for (var world = 0; world < Worlds.Length; world++)
        {
            vector[world] = Worlds[world].Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        vector[2] = vector[0] + vector[1] == 0 ? 1 : 0;
        return vector;
    }
}
