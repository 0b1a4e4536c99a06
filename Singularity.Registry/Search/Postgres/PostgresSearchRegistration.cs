using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Embeddings;
using Singularity.Registry.Messaging;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres.Indexing;
using Singularity.Registry.Search.Postgres.Loading;

namespace Singularity.Registry.Search.Postgres;

internal static class PostgresSearchRegistration
{
    /// <summary>Search in PostgreSQL, and the indexing behind it. An embedding generator that is registered already is the one that is used.</summary>
    public static IHostApplicationBuilder AddPostgresSearch(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<PostgresSearchOptions>, PostgresSearchOptionsValidator>();
        services.AddOptions<PostgresSearchOptions>().BindConfiguration(PostgresSearchOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SearchIndexingOptions>, SearchIndexingOptionsValidator>();
        services.AddOptions<SearchIndexingOptions>().BindConfiguration(SearchIndexingOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IndexOptions>, IndexOptionsValidator>());
        services.AddOptions<IndexOptions>().BindConfiguration(IndexOptions.Section).ValidateOnStart();
        services.TryAddSingleton(static _ => StaticEncoder.OpenDefault());
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>, StaticEmbeddingGenerator>();
        services.AddSingleton(static provider => new SearchVocabulary(provider.GetRequiredService<StaticEncoder>));
        services.AddSingleton(static provider => new CorpusCache(
            provider.GetRequiredService<NpgsqlDataSource>(), Options<IndexOptions>(provider), provider.GetRequiredService<SearchVocabulary>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TextEmbedder>().AddSingleton<QueryVectors>();
        services.AddSingleton(static provider => new SnippetSearch(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<SearchVocabulary>(), Options<IndexOptions>(provider),
            Options<PostgresSearchOptions>(provider)));
        services.AddSingleton(static provider => new PostgresSearch(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<CorpusCache>(), provider.GetRequiredService<SearchVocabulary>(),
            provider.GetRequiredService<QueryVectors>(), provider.GetRequiredService<SnippetSearch>(), Options<IndexOptions>(provider),
            Options<PostgresSearchOptions>(provider)));
        services.AddSingleton<PendingPackages>().AddSingleton<StaleSnippets>();
        services.AddSingleton(static provider => new ManyAnchors(provider.GetRequiredService<NpgsqlDataSource>(), Options<IndexOptions>(provider)));
        services.AddSingleton(static provider => new StaleDocuments(provider.GetRequiredService<NpgsqlDataSource>(), Options<IndexOptions>(provider)));
        services.AddSingleton(static provider => new VectorIndexes(provider.GetRequiredService<NpgsqlDataSource>(), Options<SearchIndexingOptions>(provider)));
        services.AddSingleton(static provider => new CorpusStatistics(provider.GetRequiredService<NpgsqlDataSource>(), Options<SearchIndexingOptions>(provider)));
        services.AddSingleton(static provider => new SearchIndexer(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<PendingPackages>(), provider.GetRequiredService<ManyAnchors>(),
            provider.GetRequiredService<StaleDocuments>(), provider.GetRequiredService<StaleSnippets>(), provider.GetRequiredService<VectorIndexes>(),
            provider.GetRequiredService<CorpusStatistics>(), provider.GetRequiredService<TextEmbedder>));
        services.AddSingleton<ListLoading>().AddSingleton<PackageEndpoint, IndexLoadEndpoint>();
        services.AddSingleton<PackageEndpoint, IndexStateEndpoint>().AddSingleton<PackageEndpoint, IndexClearEndpoint>();
        services.AddHostedService<SearchIndexing>();
        return builder;
    }

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
