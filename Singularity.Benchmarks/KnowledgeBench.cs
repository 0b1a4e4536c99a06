using System.CommandLine;
using Singularity.Benchmarks.Knowledge;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.CentralCloud;

namespace Singularity.Benchmarks;

/// <summary>Observations of eight instances into CentralCloud, against what NATS and PostgreSQL need for the same bytes; and recall among many patterns.</summary>
internal static class KnowledgeBench
{
    private const int Instances = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var count = new Option<int>("--observations") { Description = "Observations to take in; 0 leaves the ingest out.", DefaultValueFactory = static _ => 100_000 };
        var patterns = new Option<int>("--patterns") { Description = "Patterns to search; 0 leaves recall out.", DefaultValueFactory = static _ => 100_000 };
        var queries = new Option<int>("--queries") { Description = "Queries to ask.", DefaultValueFactory = static _ => 500 };
        var command = new Command("knowledge", "Take observations of eight instances in: CentralCloud against a bare publish and COPY; and recall patterns.") { count, patterns, queries };
        command.SetAction(parsed => RunAsync(parsed.GetValue(count), parsed.GetValue(patterns), parsed.GetValue(queries)));
        return command;
    }

    private static async Task RunAsync(int count, int patterns, int queries)
    {
        await using var topology = await RunningTopology.StartAsync(RunningTopology.NoRegistry);
        while (await topology.TryAskAsync<byte[], CentralCloudStats>(topology.Subjects.CentralStats, []) is null)
        {
            await Task.Delay(Poll, TimeProvider.System);
        }

        var generated = new GeneratedKnowledge(seed: 1);
        var report = new BenchReport("knowledge");
        if (count > 0)
        {
            await MeasureIngestAsync(topology, generated, count, report);
        }

        if (patterns > 0)
        {
            await RecallLoad.MeasureAsync(topology, generated, patterns, queries, report);
        }

        await report.WriteAsync();
    }

    private static async Task MeasureIngestAsync(RunningTopology topology, GeneratedKnowledge generated, int count, BenchReport report)
    {
        // Once for nothing: what is compiled and planned at the first use is no part of the comparison, of either side.
        var warm = generated.Observations(count, Instances);
        await IngestFloor.MeasureAsync(topology, warm);
        await IngestLoad.MeasureAsync(topology, warm);

        var observations = generated.Observations(count, Instances);
        var floor = await IngestFloor.MeasureAsync(topology, observations);
        var ingest = await IngestLoad.MeasureAsync(topology, observations);
        report.Add("observations", count, "");
        report.Add("bytes of an observation, mean", observations.Average(static o => (double)o.Json.Length), "B");
        report.Add("floor: bare publish", floor.Publish.TotalSeconds, "s");
        report.Add("floor: COPY", floor.Copy.TotalSeconds, "s");
        report.Add("floor: throughput", count / (floor.Publish + floor.Copy).TotalSeconds, "/s");
        report.Add("CentralCloud: published", ingest.Published.TotalSeconds, "s");
        report.Add("CentralCloud: taken in", ingest.TakenIn.TotalSeconds, "s");
        report.Add("CentralCloud: folded into patterns", ingest.Folded.TotalSeconds, "s");
        report.Add("CentralCloud: all found by their words", ingest.Searchable.TotalSeconds, "s");
        report.Add("CentralCloud: throughput", count / ingest.TakenIn.TotalSeconds, "/s");
        report.Add("CentralCloud / floor", (floor.Publish + floor.Copy) / ingest.TakenIn, "", ">= 0.5");
    }
}
