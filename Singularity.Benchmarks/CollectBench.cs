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
        var packages = GeneratedPackage.Many(count, Largest);
        using var server = await PackageServerProcess.StartAsync(count, Largest);
        await using var topology = await RunningTopology.StartAsync(server.Url);

        // Once before and once after, so that a machine that warms up or slows down favours neither side.
        var before = await DownloadFloor.MeasureAsync(server.Url, packages);
        var started = Stopwatch.GetTimestamp();
        var import = await topology.AskAsync<ImportPackages, ImportStarted>(
            topology.Subjects.Import,
            new ImportPackages("bench", Packages: [.. packages.Select(static p => $"pkg:npm/{p.Name}@{GeneratedPackage.Version}")]));
        var report = await ImportWait.ForAsync(topology, import.JobId);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await DownloadFloor.MeasureAsync(server.Url, packages);
        if (report.Collected != count)
        {
            throw new InvalidOperationException($"{report.Failed} of {count} packages failed: {(report.Failures.Count > 0 ? report.Failures[0].Error : "")}");
        }

        var floor = (before.Elapsed + after.Elapsed) / 2;
        var stats = await topology.AskAsync<ListPackages, StorageStats>(topology.Subjects.Stats, new ListPackages());
        var result = new BenchReport("collect");
        result.Add("packages", count, "");
        result.Add("archives", before.Bytes / 1048576.0, "MiB");
        result.Add("snippets stored", stats.Ecosystems.Sum(static e => e.Snippets), "");
        result.Add("floor: download + hash + gunzip", floor.TotalSeconds, "s");
        result.Add("collect", elapsed.TotalSeconds, "s");
        result.Add("ratio", elapsed / floor, "x floor", "<= 2.5");
        if (await topology.PeakMemoryAsync() is { } peak)
        {
            result.Add("registry, peak resident memory", peak / 1048576.0, "MiB", "< 400");
        }

        await result.WriteAsync();
    }
}
