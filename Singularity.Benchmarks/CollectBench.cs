using System.CommandLine;
using System.Diagnostics;
using Singularity.Benchmarks.Packages;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>200 packages from a local registry, archives included, against download + hash + gunzip of the same bytes.</summary>
internal static class CollectBench
{
    private const int WarmUp = 200;

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Packages.", DefaultValueFactory = static _ => 200 };
        var command = new Command("collect", "Collect packages of 10 KiB to 5 MiB; floor: download + hash + gunzip of the same archives.") { count };
        command.SetAction(parsed => RunAsync(parsed.GetValue(count)));
        return command;
    }

    private static async Task RunAsync(int count)
    {
        const int Largest = 5 * 1024 * 1024;
        // The service runs for days: what its first seconds cost in compilation is told apart, by packages of their own.
        var all = GeneratedPackage.Many(count + WarmUp, Largest);
        var (first, packages) = (all.Take(WarmUp).ToList(), all.Skip(WarmUp).ToList());
        using var server = await PackageServerProcess.StartAsync(count + WarmUp, Largest);
        await using var topology = await RunningTopology.StartAsync(server.Url);
        var cold = (Floor: await DownloadFloor.MeasureAsync(server.Url, first), Collect: await CollectAsync(topology, first));

        // Once before and once after, so that a machine that warms up or slows down favours neither side.
        var before = await DownloadFloor.MeasureAsync(server.Url, packages);
        var elapsed = await CollectAsync(topology, packages);
        var after = await DownloadFloor.MeasureAsync(server.Url, packages);

        var floor = (before.Elapsed + after.Elapsed) / 2;
        var stats = await topology.AskAsync<ListPackages, StorageStats>(topology.Subjects.Stats, new ListPackages());
        var result = new BenchReport("collect");
        result.Add("packages", count, "");
        result.Add("archives", before.Bytes / 1048576.0, "MiB");
        result.Add("snippets stored", stats.Ecosystems.Sum(static e => e.Snippets), "");
        result.Add("floor: download + hash + gunzip", floor.TotalSeconds, "s");
        result.Add("collect", elapsed.TotalSeconds, "s");
        result.Add("ratio", elapsed / floor, "x floor", "<= 2.5");
        result.Add($"ratio of the first {WarmUp} packages after the start", cold.Collect / cold.Floor.Elapsed, "x floor");
        if (await topology.PeakMemoryAsync() is { } peak)
        {
            result.Add("registry, peak resident memory", peak / 1048576.0, "MiB", "< 400");
        }

        await result.WriteAsync();
    }

    private static async Task<TimeSpan> CollectAsync(RunningTopology topology, List<GeneratedPackage> packages)
    {
        var started = Stopwatch.GetTimestamp();
        var import = await topology.AskAsync<ImportPackages, ImportStarted>(
            topology.Subjects.Import,
            new ImportPackages("bench", Packages: [.. packages.Select(static p => $"pkg:npm/{p.Name}@{GeneratedPackage.Version}")]));
        var report = await ImportWait.ForAsync(topology, import.JobId);
        return report.Collected == packages.Count
            ? Stopwatch.GetElapsedTime(started)
            : throw new InvalidOperationException(
                $"{report.Failed} of {packages.Count} packages failed: {(report.Failures.Count > 0 ? report.Failures[0].Error : "")}");
    }
}
