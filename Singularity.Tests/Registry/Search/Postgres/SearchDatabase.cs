using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Embeddings;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres;
using Singularity.Registry.Search.Postgres.Indexing;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;
using Singularity.Tests.Registry.Storage;

namespace Singularity.Tests.Registry.Search.Postgres;

/// <summary>A database with the registry's tables, and search over it as one instance has it.</summary>
internal sealed class SearchDatabase : IAsyncDisposable
{
    public static readonly StaticEncoder Encoder = StaticEncoder.OpenDefault();

    private readonly ServiceProvider _services;

    private SearchDatabase(NpgsqlDataSource source, IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        Source = source;
        Store = new PostgresStore(source);
        Vocabulary = new SearchVocabulary(static () => Encoder);
        var options = new IndexOptions();
        var indexing = new SearchIndexingOptions();
        _services = new ServiceCollection().AddSingleton(new TextEmbedder(generator, Vocabulary)).BuildServiceProvider();
        Cache = new CorpusCache(source, options, Vocabulary, TimeProvider.System);
        Statistics = new CorpusStatistics(source, indexing);
        Packages = new PendingPackages(source, Vocabulary, NullLogger<PendingPackages>.Instance);
        AllAnchors = new ManyAnchors(source, options, least: 1);
        Stale = new StaleDocuments(source, options);
        Indexer = new SearchIndexer(
            source, Packages, new ManyAnchors(source, options), Stale, new StaleSnippets(source), new VectorIndexes(source, indexing), Statistics, _services.GetRequiredService<TextEmbedder>);
        var search = new PostgresSearchOptions();
        Search = new PostgresSearch(
            source, Cache, Vocabulary, new QueryVectors(_services, Vocabulary), new SnippetSearch(source, Vocabulary, options, search), options, search);
    }

    public NpgsqlDataSource Source { get; }

    public PostgresStore Store { get; }

    public SearchVocabulary Vocabulary { get; }

    public CorpusCache Cache { get; }

    public CorpusStatistics Statistics { get; }

    public PendingPackages Packages { get; }

    /// <summary>However few want them.</summary>
    public ManyAnchors AllAnchors { get; }

    public StaleDocuments Stale { get; }

    public SearchIndexer Indexer { get; }

    public PostgresSearch Search { get; }

    public static async Task<SearchDatabase> CreateAsync(
        RegistryServers servers, IEmbeddingGenerator<string, Embedding<float>>? generator = null, Func<NpgsqlDataSource, Task>? prepare = null)
    {
        var builder = new NpgsqlDataSourceBuilder(await servers.Postgres.CreateDatabaseAsync());
        builder.UseVector();
        var source = builder.Build();
        await (prepare ?? RegistryMigrations.ApplyAsync)(source);
        await source.ReloadTypesAsync();
        return new SearchDatabase(source, generator ?? new StaticEmbeddingGenerator(Encoder));
    }

    /// <summary>Another instance on the same database.</summary>
    public SearchDatabase With(IEmbeddingGenerator<string, Embedding<float>> generator) => new(Source, generator);

    public async Task StoreAsync(PackageRecord package, params Snippet[] snippets) =>
        await Store.StoreAsync(new CollectedPackage(package, snippets), PackageEntry.From(package, 0), CancellationToken.None);

    /// <summary>Everything that waits is done, and the next search knows it.</summary>
    public async Task<string?> IndexAsync()
    {
        var problem = await Indexer.RunAsync(CancellationToken.None);
        problem ??= await Indexer.RunAsync(CancellationToken.None);
        await Statistics.RefreshAsync(CancellationToken.None);
        Cache.Forget();
        return problem;
    }

    public Task<SearchFindings> FindAsync(string text, IndexMode mode = IndexMode.Hybrid, SearchFilter? filter = null, int limit = 10) =>
        Search.FindPackagesAsync(new SearchNeed(text, mode, limit, filter ?? new SearchFilter()), CancellationToken.None);

    public async Task<IReadOnlyList<string>> NamesAsync(string text, IndexMode mode = IndexMode.Hybrid, SearchFilter? filter = null, int limit = 10) =>
        [.. (await FindAsync(text, mode, filter, limit)).Hits.Select(static hit => hit.Title)];

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static PackageRecord Package(string name, string? description, long? downloads = null, Ecosystem ecosystem = Ecosystem.Npm, string version = "1.0.0") => new()
    {
        Ecosystem = ecosystem,
        Name = name,
        Version = version,
        Description = description,
        Downloads = downloads,
        Versions = [new PackageVersion(version, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero))],
        DistTags = new Dictionary<string, string> { ["latest"] = version },
        CollectedAt = DateTimeOffset.UnixEpoch,
        ValidatedAt = DateTimeOffset.UnixEpoch,
    };

    public async ValueTask DisposeAsync()
    {
        Cache.Dispose();
        await _services.DisposeAsync();
        await Source.DisposeAsync();
    }
}
