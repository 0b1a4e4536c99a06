using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Embeddings;

namespace Singularity.Tests.Embeddings;

public sealed class StaticEmbeddingGeneratorTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddStaticEmbeddings().BuildServiceProvider();

    [Fact]
    public async Task Gives_one_vector_per_text_with_the_models_name()
    {
        var embeddings = await Generator.GenerateAsync(["parse json", "draw a chart"]);
        embeddings.Count.ShouldBe(2);
        foreach (var embedding in embeddings)
        {
            embedding.ModelId.ShouldBe(Metadata.DefaultModelId);
            embedding.Vector.Length.ShouldBe(Metadata.DefaultModelDimensions!.Value);
        }

        embeddings[0].Vector.ToArray().ShouldNotBe(embeddings[1].Vector.ToArray());
    }

    [Fact]
    public async Task Refuses_a_text_without_words_instead_of_giving_a_zero_vector() =>
        (await Should.ThrowAsync<ArgumentException>(() => Generator.GenerateAsync(["fine", "!!!"]))).Message.ShouldContain("Text 1");

    [Fact]
    public async Task Refuses_another_model_or_size()
    {
        await Should.ThrowAsync<ArgumentException>(() => Generator.GenerateAsync(["text"], new EmbeddingGenerationOptions { ModelId = "another" }));
        await Should.ThrowAsync<ArgumentException>(() => Generator.GenerateAsync(["text"], new EmbeddingGenerationOptions { Dimensions = 7 }));
    }

    [Fact]
    public async Task Stops_when_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Generator.GenerateAsync(["text"], cancellationToken: cancelled.Token));
    }

    public void Dispose() => _services.Dispose();

    private IEmbeddingGenerator<string, Embedding<float>> Generator => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    private EmbeddingGeneratorMetadata Metadata => Generator.GetRequiredService<EmbeddingGeneratorMetadata>();
}
