using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Search;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Knowledge;
using Singularity.Embeddings;
using Singularity.Knowledge;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Benchmarks.Knowledge;

/// <summary>Recall by words and vectors in CentralCloud's database.</summary>
internal static class RecallLoad
{
    private const int Warm = 50;
    private const int Page = 2_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static async Task MeasureAsync(RunningTopology topology, GeneratedKnowledge generated, int patterns, int queries, BenchReport report)
    {
        var started = Stopwatch.GetTimestamp();
        await LearnAsync(topology.CentralPostgres, "centralcloud-db", generated, patterns);
        using var host = Build(topology.CentralPostgres, "centralcloud-db");
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        report.Add("patterns, most of them stored directly", await CountAsync(source, "pattern_texts"), "");
        report.Add("patterns stored, with words and vectors", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        var search = host.Services.GetRequiredService<PatternSearch>();
        var times = new Times();
        for (var i = 0; i < queries + Warm; i++)
        {
            var query = new PatternQuery(generated.Text(4));
            await (i < Warm ? search.FindAsync(query, CancellationToken.None) : times.MeasureAsync(() => search.FindAsync(query, CancellationToken.None)));
        }

        report.Add("queries of four words, by words and vectors, after ANALYZE", queries, "");
        times.Report(report, "recall", "< 30");
    }

    /// <summary>Stores patterns until there are so many, and waits until those who serve the database have made them found.</summary>
    public static async Task LearnAsync(string postgres, string database, GeneratedKnowledge generated, int patterns)
    {
        using var host = Build(postgres, database);
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        var store = host.Services.GetRequiredService<ObservationStore>();
        for (var left = patterns - await CountAsync(source, "patterns"); left > 0; left -= Page)
        {
            await store.AppendAsync(generated.Learned((int)Math.Min(Page, left)), enqueue: false, CancellationToken.None);
        }

        var indexing = host.Services.GetRequiredService<PatternIndexing>();
        while (await indexing.RunAsync(Page, CancellationToken.None) || await CountAsync(source, "awaited_texts") + await CountAsync(source, "pattern_vectors WHERE model IS NULL") > 0)
        {
            await Task.Delay(Poll, TimeProvider.System);
        }

        // What the server does by itself some time later.
        await using (var analyze = source.CreateCommand("VACUUM ANALYZE pattern_texts, pattern_vectors"))
        {
            analyze.CommandTimeout = 0;
            await analyze.ExecuteNonQueryAsync();
        }
    }

    // Not started: the running services have set the tables up.
    private static IHost Build(string postgres, string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"ConnectionStrings:{database}"] = postgres });
        builder.AddSingularityPostgres(database);
        builder.AddKnowledge(database);
        builder.Services.AddStaticEmbeddings();
        return builder.Build();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string from)
    {
        await using var command = source.CreateCommand($"SELECT count(*) FROM {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
