using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Singularity.Embeddings.Remote;

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

    /// <summary>
    /// Adds the encoder that comes with the product, and the generator that <see cref="EmbeddingOptions"/> name: its own, or one of a server. Words are compared by the
    /// encoder either way.
    /// </summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsValidator>().AddSingleton<IValidateOptions<EmbeddingOptions>, EmbeddingServerValidator>();
        services.AddOptions<EmbeddingOptions>().BindConfiguration(EmbeddingOptions.Section).ValidateOnStart();
        services.AddStaticEmbeddings();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value.ModelFile is { Length: > 0 } file
            ? StaticEncoder.Open(file)
            : StaticEncoder.OpenDefault());
        return string.IsNullOrEmpty(configuration[$"{EmbeddingOptions.Section}:{nameof(EmbeddingOptions.Endpoint)}"])
            ? services
            : services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>, RemoteEmbeddingGenerator>();
    }
}
