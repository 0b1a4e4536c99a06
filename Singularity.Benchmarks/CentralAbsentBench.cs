using System.CommandLine;
using System.Text.Json;
using Singularity.Benchmarks.Knowledge;
using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;

namespace Singularity.Benchmarks;

/// <summary>
/// knowledge.query of instances that differ in their CentralCloud alone: one never had any, one had one that answered and was killed, and one had one that stopped answering
/// with its connection open. Each would ask it with every query, since nothing found is relevant enough.
/// </summary>
internal static class CentralAbsentBench
{
    private const int Patterns = 2_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly int[] Callers = [1, 16];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds of 0.7 s for each instance and number of callers.", DefaultValueFactory = static _ => 25 };
        var command = new Command("central-absent", "Recall patterns with CentralCloud configured and away; floor: the same where there never was one.") { rounds };
        command.SetAction(parsed => RunAsync(parsed.GetValue(rounds)));
        return command;
    }

    private static async Task RunAsync(int rounds)
    {
        await using var topology = await RunningTopology.StartAsync(RunningTopology.NoRegistry);
        await RecallLoad.LearnAsync(topology.Postgres, "singularity", new GeneratedKnowledge(seed: 1), Patterns);
        using var never = StartApi(topology, "never");
        using var down = StartApi(topology, "down");
        using var frozen = StartApi(topology, "frozen");
        await AskUntilAsync(topology, "never", CentralOutcome.Unreachable);
        using (await StartCentralAsync(topology, "down"))
        {
            await AskUntilAsync(topology, "down", CentralOutcome.Answered);
        }

        await AskUntilAsync(topology, "down", CentralOutcome.Unreachable);
        using var silent = await StartCentralAsync(topology, "frozen");
        await AskUntilAsync(topology, "frozen", CentralOutcome.Answered);
        await silent.FreezeAsync();

        var request = JsonSerializer.SerializeToUtf8Bytes(Query, SingularityJson.Default.Recall);
        using var load = await LoadProcess.StartAsync(topology.Nats);
        var comparison = new Comparison(load, [.. ((string[])["never", "down", "frozen"]).Select(name => new Contender($"CentralCloud {name}", new Subjects(name).QueryKnowledge, request))]);
        var report = new BenchReport("central-absent");
        report.Add("patterns", Patterns, "");
        await comparison.WarmUpAsync(16, TimeSpan.FromSeconds(5));
        foreach (var callers in Callers)
        {
            await comparison.WarmUpAsync(callers, TimeSpan.FromSeconds(2));
            var results = await comparison.InterleaveAsync(callers, rounds);
            comparison.Report(report, callers, results, interleaved: true);
            report.Add($"{callers} callers: time of a query, down / never", Comparison.Ratio(results[1], results[0], static r => r.Mean), "x", "0.98 to 1.02");
            report.Add($"{callers} callers: p50, down / never", Comparison.Ratio(results[1], results[0], static r => r.P50), "x", "0.98 to 1.02");
            report.Add($"{callers} callers: p50, frozen / never", Comparison.Ratio(results[2], results[0], static r => r.P50), "x");
        }

        await report.WriteAsync();
    }

    private static Recall Query => new("exponential backoff of a retried request");

    private static ServiceProcess StartApi(RunningTopology topology, string name) =>
        ServiceProcess.Start(topology, "Singularity.Api", [], name, name, [("Knowledge:GoodRelevance", "1")]);

    private static async Task<ServiceProcess> StartCentralAsync(RunningTopology topology, string name)
    {
        var central = ServiceProcess.Start(topology, "Singularity.CentralCloud", [], name, $"{name}-central", []);
        while (await topology.TryAskAsync<byte[], CentralCloudStats>(new Subjects(name).CentralStats, []) is null)
        {
            await Task.Delay(Poll, TimeProvider.System);
        }

        return central;
    }

    // Whoever was found away is asked again after a pause.
    private static async Task AskUntilAsync(RunningTopology topology, string name, CentralOutcome outcome)
    {
        var subject = new Subjects(name).QueryKnowledge;
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            var answer = await topology.TryAskAsync<Recall, RecallAnswer>(subject, Query);
            if (answer is { Hits.Count: > 0 } && answer.Central.Outcome == outcome)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"Instance {name} says of CentralCloud: {answer?.Central.Outcome.ToString() ?? "nothing"}; {outcome} was expected.");
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
