using System.CommandLine;
using System.Text.Json;
using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Packages;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>1,000 callers ask three instances at once for one package that nobody holds, from a slow registry: how often is that asked?</summary>
internal static class StampedeBench
{
    private const string Prefix = "stampede";
    private const int Instances = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var callers = new Option<int>("--callers") { Description = "Callers at once.", DefaultValueFactory = static _ => 1_000 };
        var delay = new Option<int>("--delay") { Description = "Milliseconds that the registry thinks before each answer.", DefaultValueFactory = static _ => 500 };
        var command = new Command("stampede", "Many callers, three instances, one cold package, a slow registry: counts its requests.") { callers, delay };
        command.SetAction(parsed => RunAsync(parsed.GetValue(callers), TimeSpan.FromMilliseconds(parsed.GetValue(delay))));
        return command;
    }

    private static async Task RunAsync(int callers, TimeSpan delay)
    {
        const int Largest = 64 * 1024;
        using var server = await PackageServerProcess.StartAsync(2, Largest, delay);
        await using var topology = await RunningTopology.StartAsync(server.Url);
        var registries = new List<RegistryProcess>();
        try
        {
            for (var i = 0; i < Instances; i++)
            {
                registries.Add(await RegistryProcess.StartAsync(topology, Prefix, $"{Prefix}-{i}"));
            }

            using var load = await LoadProcess.StartAsync(topology.Nats);
            var packages = GeneratedPackage.Many(2, Largest);
            var subject = registries[0].Subjects.Get;

            // One package first, so that what is counted is not what a service does once in its life.
            await load.AskAsync(new LoadOrder([new LoadTarget(subject, Request(packages[0]))], Instances * 8, Patience, 1));
            var before = (Packuments: await server.CountPackumentsSentAsync(), Archives: await server.CountArchivesSentAsync());
            var result = (await load.AskAsync(new LoadOrder([new LoadTarget(subject, Request(packages[1]))], callers, Patience, 1)))[0];
            var report = new BenchReport("stampede");
            report.Add("callers", callers, "");
            report.Add("instances", Instances, "");
            report.Add("registry's delay before each answer", delay.TotalMilliseconds, "ms");
            report.Add("answered", result.Answered, "", $"{callers}");
            report.Add("refused", result.Refused, "", "0");
            report.Add("lost", result.Lost, "", "0");
            report.Add("packuments asked for", await server.CountPackumentsSentAsync() - before.Packuments, "", "1");
            report.Add("archives downloaded", await server.CountArchivesSentAsync() - before.Archives, "", "1");
            report.Add("slowest hundredth", result.P99 / 1000, "ms");
            await report.WriteAsync();
        }
        finally
        {
            registries.ForEach(static registry => registry.Dispose());
        }
    }

    private static byte[] Request(GeneratedPackage package) =>
        JsonSerializer.SerializeToUtf8Bytes(new GetPackage(Ecosystem.Npm, package.Name), SingularityJson.Default.GetPackage);
}
