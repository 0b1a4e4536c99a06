using System.CommandLine;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks.Gets;

/// <summary>
/// packages.storage.get answered by one tier, against a responder that does nothing but that tier's bare operation. The instance under test has the tiers
/// above switched off, so that every request finds them empty.
/// </summary>
/// <param name="Name">Of the benchmark.</param>
/// <param name="Tier">Which has to answer.</param>
/// <param name="Order">The tiers that are left, in order.</param>
/// <param name="FloorName">As reports call it.</param>
/// <param name="FloorKind">As <see cref="FloorServer"/> calls it.</param>
/// <param name="Floor">What the floor needs to know, given the topology, the prefix and the record.</param>
internal sealed record TierBench(
    string Name, ServedBy Tier, IReadOnlyList<string> Order, string FloorName, string FloorKind, Func<RunningTopology, string, PackageRecord, string> Floor)
{
    private static readonly int[] Callers = [1, 16];

    public Command CreateCommand()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds of 0.7 s for each responder and number of callers.", DefaultValueFactory = static _ => 9 };
        var command = new Command(Name, $"Get a record from this tier over NATS, those above it switched off; floor: a responder that does a bare {FloorName}.") { rounds };
        command.SetAction(parsed => RunAsync(parsed.GetValue(rounds)));
        return command;
    }

    private async Task RunAsync(int rounds)
    {
        await using var topology = await RunningTopology.StartAsync(RunningTopology.NoRegistry);
        using var registry = await RegistryProcess.StartAsync(
            topology, Name, Name, [("Tiers:MemoryBytes", "0"), ("Tiers:Order", string.Join(", ", Order))]);
        var record = SampleRecord.Create();
        await topology.AskAsync<CollectedPackage, PackageStored>(registry.Subjects.Store, new CollectedPackage(record, []));
        await CheckAsync(topology, registry);

        var request = SampleRecord.Request(SampleRecord.Version);
        using var floor = await FloorProcess.StartAsync($"bare {FloorName}", FloorKind, topology.Nats, Floor(topology, Name, record), request);
        using var load = await LoadProcess.StartAsync(topology.Nats);
        var comparison = new Comparison(load, [new Contender("get", registry.Subjects.Get, request), floor.Contender]);
        var report = new BenchReport(Name);
        await comparison.WarmUpAsync(16, TimeSpan.FromSeconds(3));
        foreach (var callers in Callers)
        {
            // One caller's time is told request by request; of several, what they get through together.
            var results = await (callers == 1 ? comparison.InterleaveAsync(callers, rounds) : comparison.MeasureAsync(callers, rounds));
            comparison.Report(report, callers, results, interleaved: callers == 1);
            report.Add($"{callers} callers: time of get / floor", Comparison.Ratio(results[0], results[1], static r => r.Mean), "x", "<= 1.3");
            report.Add($"{callers} callers: p99 of get / floor", Comparison.Ratio(results[0], results[1], static r => r.P99), "x");
        }

        await CheckAsync(topology, registry);
        await report.WriteAsync();
    }

    private async Task CheckAsync(RunningTopology topology, RegistryProcess registry)
    {
        var answer = await topology.AskAsync<GetPackage, PackageAnswer>(
            registry.Subjects.Get, new GetPackage(Ecosystem.Npm, SampleRecord.Name, SampleRecord.Version));
        if (answer.ServedBy != Tier)
        {
            throw new InvalidOperationException($"{Name} is to measure {Tier}, but {answer.ServedBy} answered: is Tiers:Order obeyed?");
        }
    }
}
