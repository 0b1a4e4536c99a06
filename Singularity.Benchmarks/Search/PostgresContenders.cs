using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Retrieval;
using Singularity.Embeddings;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres;
using Singularity.Registry.Search.Text;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Benchmarks.Search;

/// <summary>The search that the registry does, and beneath it what it is built on: the two indexes asked side by side, nothing ranked.</summary>
internal sealed class PostgresContenders : IAsyncDisposable
{
    private const int Warm = 200;
    private const int Floor = 50;

    private readonly IHost _host;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresSearch _search;
    private readonly StaticEncoder _encoder = StaticEncoder.OpenDefault();
    private readonly string _vectors;

    private PostgresContenders(IHost host, NpgsqlDataSource source, short model)
    {
        (_host, _source, _search) = (host, source, host.Services.GetRequiredService<PostgresSearch>());
        _vectors = $"SELECT document_id FROM search_vectors WHERE model_id = {model} ORDER BY vector::vector({_encoder.Dimensions}) <=> $1::real[]::vector({_encoder.Dimensions}) LIMIT {Floor}";
    }

    public static async Task<PostgresContenders> OpenAsync(string postgres)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:singularity"] = postgres });
        builder.AddSingularityPostgres("singularity");
        builder.Services.AddSingleton(TimeProvider.System);
        // Not started: the running registry does the indexing.
        builder.AddPostgresSearch();
        var host = builder.Build();
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var command = source.CreateCommand("SELECT id FROM embedding_models WHERE state = 'active'");
        return new PostgresContenders(host, source, (short)(await command.ExecuteScalarAsync())!);
    }

    public async Task MeasureAsync(IReadOnlyList<string> queries, BenchReport report)
    {
        foreach (var query in queries.Take(Warm))
        {
            await AskFloorAsync(query, any: true);
            await AskFloorAsync(query, any: false);
            await FindAsync(query, 10);
        }

        // In turn, so that whatever else the machine does hits all alike.
        var (floor, narrow, path) = (new Times(), new Times(), new Times());
        foreach (var query in queries)
        {
            await floor.MeasureAsync(() => AskFloorAsync(query, any: true));
            await path.MeasureAsync(() => FindAsync(query, 10));
            await narrow.MeasureAsync(() => AskFloorAsync(query, any: false));
        }

        floor.Report(report, "floor: bare HNSW + tsquery of any word, top 50");
        narrow.Report(report, "bare HNSW + tsquery of all words, top 50");
        path.Report(report, "PostgreSQL path", "< 50");
        report.Add("PostgreSQL path / floor, p50", path.P50 / floor.P50, "", "<= 1.5");
        report.Add("PostgreSQL path / floor, p95", path.P95 / floor.P95, "", "<= 1.5");
    }

    /// <summary>That it is quick is worth something only if it finds what the index in the process finds.</summary>
    public async Task MeasureNeedsAsync(RetrievalSet set, BenchReport report)
    {
        var (first, ten, reciprocal, low, lows) = (0, 0, 0.0, 0, 0);
        foreach (var question in set.Questions)
        {
            var hits = (await FindAsync(question.Text, 10)).Select(static hit => hit.Title).ToList();
            var place = hits.IndexOf(question.Answer);
            first += place == 0 ? 1 : 0;
            ten += place >= 0 ? 1 : 0;
            reciprocal += place >= 0 ? 1.0 / (place + 1) : 0;
            lows += question.IsFar ? 1 : 0;
            low += question.IsFar && place >= 0 ? 1 : 0;
        }

        var count = (double)set.Questions.Count;
        report.Add("PostgreSQL path, needs: R@1", first / count, "");
        report.Add("PostgreSQL path, needs: R@10", ten / count, "", ">= 0.72");
        report.Add("PostgreSQL path, needs: MRR@10", reciprocal / count, "", ">= 0.56");
        report.Add("PostgreSQL path, needs: R@10, low overlap", low / (double)Math.Max(1, lows), "", ">= 0.38");
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _source.DisposeAsync();
    }

    private async Task<IReadOnlyList<Contracts.Packages.SearchHit>> FindAsync(string query, int limit) =>
        (await _search.FindPackagesAsync(new SearchNeed(query, IndexMode.Hybrid, limit, new SearchFilter()), CancellationToken.None)).Hits;

    private Task AskFloorAsync(string query, bool any)
    {
        var vector = new float[_encoder.Dimensions];
        return Task.WhenAll(
            _encoder.TryEncode(query, vector) ? ReadAsync($"SELECT set_config('hnsw.ef_search', '{Floor}', true)", _vectors, new NpgsqlParameter<float[]> { TypedValue = vector }) : Task.CompletedTask,
            Words(query, any) is { } words
                ? ReadAsync(
                    "SELECT set_config('jit', 'off', true)",
                    $"SELECT id FROM search_documents WHERE terms @@ $1 ORDER BY ts_rank(terms, $1) DESC LIMIT {Floor}",
                    new NpgsqlParameter { Value = words, NpgsqlDbType = NpgsqlDbType.TsQuery })
                : Task.CompletedTask);
    }

    private static NpgsqlTsQuery? Words(string query, bool any) => SearchTerms.Of(query).Aggregate(
        default(NpgsqlTsQuery), (words, word) => words is null ? new NpgsqlTsQueryLexeme(word)
            : any ? new NpgsqlTsQueryOr(words, new NpgsqlTsQueryLexeme(word)) : new NpgsqlTsQueryAnd(words, new NpgsqlTsQueryLexeme(word)));

    private async Task ReadAsync(string setting, string sql, NpgsqlParameter parameter)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(setting), new NpgsqlBatchCommand(sql) { Parameters = { parameter } } },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
        }
    }
}
