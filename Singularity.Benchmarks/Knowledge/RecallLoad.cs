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
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(RunningTopology topology, GeneratedKnowledge generated, int patterns, int queries, BenchReport report)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:centralcloud-db"] = topology.CentralPostgres });
        builder.AddSingularityPostgres("centralcloud-db");
        builder.AddKnowledge("centralcloud-db");
        builder.Services.AddStaticEmbeddings();
        // Not started: the running CentralCloud has set the tables up, and makes the vectors.
        using var host = builder.Build();
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        var store = host.Services.GetRequiredService<ObservationStore>();
        var started = Stopwatch.GetTimestamp();
        for (var left = patterns - await CountAsync(source, "TRUE"); left > 0; left -= 2_000)
        {
            await store.AppendAsync(generated.Learned((int)Math.Min(2_000, left)), enqueue: false, CancellationToken.None);
        }

        report.Add("patterns, most of them stored directly", await CountAsync(source, "TRUE"), "");
        report.Add("patterns stored", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        while (await CountAsync(source, "model IS NULL") > 0)
        {
            await Task.Delay(Poll, TimeProvider.System);
        }

        report.Add("patterns stored and with vectors", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        await using (var analyze = source.CreateCommand("VACUUM ANALYZE pattern_texts"))
        {
            analyze.CommandTimeout = 0;
            await analyze.ExecuteNonQueryAsync();
        }

        var search = host.Services.GetRequiredService<PatternSearch>();
        var times = new Times();
        for (var i = 0; i < queries + Warm; i++)
        {
            var query = new PatternQuery(generated.Text(4));
            await (i < Warm ? search.FindAsync(query, CancellationToken.None) : times.MeasureAsync(() => search.FindAsync(query, CancellationToken.None)));
        }

        times.Report(report, "recall", "< 30");
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string where)
    {
        await using var command = source.CreateCommand($"SELECT count(*) FROM pattern_texts WHERE {where}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
