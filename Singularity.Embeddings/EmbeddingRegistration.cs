using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Singularity.Embeddings;

public static class EmbeddingRegistration
{
    /// <summary>
    /// Adds the encoder that comes with the product, and its generator. The file is opened at the first use; <see cref="Model.ModelException"/> then
    /// says what is wrong with it.
    /// </summary>
    public static IServiceCollection AddStaticEmbeddings(this IServiceCollection services)
    {
        services.AddSingleton(static _ => StaticEncoder.OpenDefault());
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>, StaticEmbeddingGenerator>();
        return services;
    }
}
