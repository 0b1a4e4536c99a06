using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Singularity.Embeddings;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search;

internal static class SearchRegistration
{
    /// <summary>Adds what ranks; which sources are asked is the storage's to say.</summary>
    public static IHostApplicationBuilder AddSearch(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<IndexOptions>, IndexOptionsValidator>();
        services.AddOptions<IndexOptions>().BindConfiguration(IndexOptions.Section).ValidateOnStart();
        services.AddEmbeddings(builder.Configuration);
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<IndexOptions>>().Value.ModelFile is { Length: > 0 } file
            ? StaticEncoder.Open(file)
            : StaticEncoder.OpenDefault());
        services.AddSingleton(static provider => new SearchModel(
            provider.GetRequiredService<StaticEncoder>,
            provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>,
            provider.GetRequiredService<ILogger<SearchModel>>()));
        services.AddSingleton<ExampleRanking>();
        return builder;
    }

    /// <summary>Adds the search itself, over these sources in their order.</summary>
    public static IServiceCollection AddSearchOver(this IServiceCollection services, params Func<IServiceProvider, ISearchSource>[] sources) =>
        services.AddSingleton(provider => new PackageSearch(
            [.. sources.Select(source => source(provider))], provider.GetRequiredService<ILogger<PackageSearch>>()));
}
