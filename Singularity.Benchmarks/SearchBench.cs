using System.CommandLine;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Retrieval;
using Singularity.Benchmarks.Search;
using Singularity.Benchmarks.Topology;
using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks;

/// <summary>Search over the list of needs' packages: PostgreSQL's path against its bare indexes, and the index in the process.</summary>
internal static class SearchBench
{
    private const int WrongUsage = 2;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with need-to-package/ and cosqa/; it is not part of the repository." };
        var count = new Option<int>("--queries") { Description = "Queries to ask each contender.", DefaultValueFactory = static _ => 1000 };
        var command = new Command("search", "Find packages by need at scale: PostgreSQL against bare HNSW and tsquery, and the in-process index.") { data, count };
        command.SetAction(parsed => RunAsync(parsed.GetValue(data), parsed.GetValue(count)));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo? data, int count)
    {
        if (RetrievalData.Problem(data) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem.Replace("bench retrieval", "bench search", StringComparison.Ordinal));
            return WrongUsage;
        }

        var set = NeedToPackage.Read(data!.FullName);
        var queries = SearchQueries.Make(set, count);
        var report = new BenchReport("search");
        await using (var topology = await RunningTopology.StartAsync(RunningTopology.NoRegistry))
        {
            var load = await ListLoad.RunAsync(topology.Home, RetrievalData.Packages(data.FullName));
            report.Add("packages", load.Rows, "");
            report.Add("index load: stored", load.LoadedMs / 1000.0, "s");
            report.Add("index load: with vectors and indexes", load.IndexedMs / 1000.0, "s", "<= 300");
            await using var contenders = await PostgresContenders.OpenAsync(topology.Postgres);
            await contenders.MeasureAsync(queries, report);
            await contenders.MeasureNeedsAsync(set, report);
        }

        MeasureInProcess(set, queries, report);
        await report.WriteAsync();
        return 0;
    }

    private static void MeasureInProcess(RetrievalSet set, IReadOnlyList<string> queries, BenchReport report)
    {
        var encoder = StaticEncoder.OpenDefault();
        using var index = new SearchIndex(new IndexOptions(), encoder);
        index.Put(set.Documents);
        index.Settle();
        var times = new Times();
        foreach (var query in queries)
        {
            index.Search(new IndexQuery(query));
        }

        foreach (var query in queries)
        {
            times.Measure(() => index.Search(new IndexQuery(query)));
        }

        times.Report(report, "in process", "< 10");
        report.Add("embedding one query", EmbeddingTime.Of(set, encoder).TotalMilliseconds, "ms", "< 1");
    }
}
