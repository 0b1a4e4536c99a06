using System.CommandLine;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Gets;
using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>
/// packages.storage.get of a 4 KiB record from the near cache, against responders that do nothing but answer: one echoes 4 KiB, one gives the same
/// answer to the same request, one does so without the client library.
/// </summary>
internal static class GetHotBench
{
    private static readonly int[] Callers = [1, 16, 64];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds of 0.7 s for each responder and number of callers.", DefaultValueFactory = static _ => 9 };
        var command = new Command("get-hot", "Get a record from the near cache over NATS; floor: a responder that echoes as many bytes.") { rounds };
        command.SetAction(parsed => RunAsync(parsed.GetValue(rounds)));
        return command;
    }

    private static async Task RunAsync(int rounds)
    {
        await using var topology = await RunningTopology.StartAsync(RunningTopology.NoRegistry);

        // Started as the floors are: what an orchestrator does for its processes is not what is compared.
        using var registry = await RegistryProcess.StartAsync(topology, "get-hot", "get-hot");
        await topology.AskAsync<CollectedPackage, PackageStored>(registry.Subjects.Store, new CollectedPackage(SampleRecord.Create(), []));
        var request = SampleRecord.Request(null);
        var answer = await topology.AskAsync(registry.Subjects.Get, request);
        using var echo = await FloorProcess.StartAsync("echo of 4 KiB", Floor.Echo, topology.Nats, "", answer);
        using var constant = await FloorProcess.StartAsync("bare responder", Floor.Constant, topology.Nats, Convert.ToBase64String(answer), request);
        using var socket = await FloorProcess.StartAsync("bare socket", SocketFloor.Kind, topology.Nats, Convert.ToBase64String(answer), request);
        using var load = await LoadProcess.StartAsync(topology.Nats);
        var comparison = new Comparison(
            load, [new Contender("get", registry.Subjects.Get, request), echo.Contender, constant.Contender, socket.Contender]);
        var report = new BenchReport("get-hot");
        report.Add("answer", answer.Length, "bytes");
        await comparison.WarmUpAsync(16, TimeSpan.FromSeconds(5));
        foreach (var callers in Callers)
        {
            await comparison.WarmUpAsync(callers, TimeSpan.FromSeconds(0.5));
            var results = await comparison.MeasureAsync(callers, rounds);
            comparison.Report(report, callers, results);
            var (throughput, p99) = callers == 16 ? (">= 0.85", "<= 1.5") : (null, null);
            report.Add($"{callers} callers: throughput of get / echo", Comparison.Ratio(results[0], results[1], static r => r.PerSecond), "x", throughput);
            report.Add($"{callers} callers: p99 of get / echo", Comparison.Ratio(results[0], results[1], static r => r.P99), "x", p99);
            report.Add($"{callers} callers: throughput of get / bare responder", Comparison.Ratio(results[0], results[2], static r => r.PerSecond), "x");
            report.Add($"{callers} callers: p99 of get / bare responder", Comparison.Ratio(results[0], results[2], static r => r.P99), "x");
        }

        await CheckAsync(topology, registry);
        await report.WriteAsync();
    }

    // The figures are of the near cache only if it was what answered.
    private static async Task CheckAsync(RunningTopology topology, RegistryProcess registry)
    {
        var answer = await topology.AskAsync<GetPackage, PackageAnswer>(registry.Subjects.Get, new GetPackage(Ecosystem.Npm, SampleRecord.Name));
        if (answer.ServedBy is not ServedBy.Memory)
        {
            throw new InvalidOperationException($"The near cache was to be measured, but {answer.ServedBy} answered.");
        }
    }
}
