using System.CommandLine;
using System.Diagnostics;
using Singularity.Benchmarks.Packages;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>200 packages from a local registry, archives included, against download + hash + gunzip of the same bytes, in rounds of packages of their own.</summary>
internal static class CollectBench
{
    private const int Rounds = 5;
    private const int Largest = 5 * 1024 * 1024;

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Packages of a round.", DefaultValueFactory = static _ => 200 };
        var command = new Command("collect", "Collect packages of 10 KiB to 5 MiB; floor: download + hash + gunzip of the same archives.") { count };
        command.SetAction(parsed => RunAsync(parsed.GetValue(count)));
        return command;
    }

    private static async Task RunAsync(int count)
    {
        // The service runs for days: what its first seconds cost in compilation is told apart, by a round of its own.
        var all = GeneratedPackage.Many((Rounds + 1) * count, Largest);
        using var server = await PackageServerProcess.StartAsync(all.Count, Largest);
        await using var topology = await RunningTopology.StartAsync(server.Url);
        var rounds = new List<CollectRound>();
        foreach (var packages in all.Chunk(count))
        {
            rounds.Add(await MeasureAsync(topology, server.Url, packages));
        }

        var (first, warm) = (rounds[0], rounds.Skip(1).ToList());
        var stats = await topology.AskAsync<ListPackages, StorageStats>(topology.Subjects.Stats, new ListPackages());
        var result = new BenchReport("collect");
        result.Add("packages of a round", count, "");
        result.Add("archives of all rounds", rounds.Sum(static round => round.Bytes) / 1048576.0, "MiB");
        result.Add("snippets stored", stats.Ecosystems.Sum(static e => e.Snippets), "");
        result.Add("floor: download + hash + gunzip", Median(warm, static round => round.Floor.TotalSeconds), "s");
        result.Add("collect", Median(warm, static round => round.Collect.TotalSeconds), "s");
        result.Add($"ratio, median of {Rounds} rounds", Median(warm, static round => round.Ratio), "x floor", "<= 2.5");
        result.Add("ratio, worst round", warm.Max(static round => round.Ratio), "x floor");
        result.Add("ratio of the round before them, the first after the start", first.Ratio, "x floor");
        if (await topology.PeakMemoryAsync() is { } peak)
        {
            result.Add("registry, peak resident memory", peak / 1048576.0, "MiB", "< 400");
        }

        await result.WriteAsync();
    }

    private static async Task<CollectRound> MeasureAsync(RunningTopology topology, Uri registry, IReadOnlyList<GeneratedPackage> packages)
    {
        // Once before and once after, so that a machine that warms up or slows down favours neither side.
        var before = await DownloadFloor.MeasureAsync(registry, packages);
        var elapsed = await CollectAsync(topology, packages);
        var after = await DownloadFloor.MeasureAsync(registry, packages);
        return new CollectRound((before.Elapsed + after.Elapsed) / 2, elapsed, before.Bytes);
    }

    private static double Median(List<CollectRound> rounds, Func<CollectRound, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static async Task<TimeSpan> CollectAsync(RunningTopology topology, IReadOnlyList<GeneratedPackage> packages)
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

    private sealed record CollectRound(TimeSpan Floor, TimeSpan Collect, long Bytes)
    {
        public double Ratio => Collect / Floor;
    }
}
