using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Singularity.Benchmarks.Packages;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Topology;

namespace Singularity.Benchmarks;

/// <summary>A lockfile of 500 packages through the command line, cold and then warm.</summary>
internal static class ImportBench
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Packages in the lockfile.", DefaultValueFactory = static _ => 500 };
        var command = new Command("import", "Import a lockfile cold, then again: the second run downloads no archive.") { count };
        command.SetAction(parsed => RunAsync(parsed.GetValue(count)));
        return command;
    }

    private static async Task RunAsync(int count)
    {
        const int Largest = 256 * 1024;
        var packages = GeneratedPackage.Many(count, Largest);
        using var server = await PackageServerProcess.StartAsync(count, Largest);
        await using var topology = await RunningTopology.StartAsync(server.Url);
        var lockfile = Path.Combine(topology.Home, "package-lock.json");
        await File.WriteAllTextAsync(lockfile, Lockfile(packages, server.Url));

        var floor = await DownloadFloor.MeasureAsync(server.Url, packages);
        var before = await server.CountArchivesSentAsync();
        var cold = await ImportAsync(topology.Home, lockfile);
        var afterCold = await server.CountArchivesSentAsync();
        var warm = await ImportAsync(topology.Home, lockfile);
        var afterWarm = await server.CountArchivesSentAsync();

        var result = new BenchReport("import");
        result.Add("packages", count, "");
        result.Add("archives", floor.Bytes / 1048576.0, "MiB");
        result.Add("floor: download + hash + gunzip", floor.Elapsed.TotalSeconds, "s");
        result.Add("cold import, whole command", cold.TotalSeconds, "s");
        result.Add("cold: archives downloaded", afterCold - before, "");
        result.Add("warm import, whole command", warm.TotalSeconds, "s", "<= 2");
        result.Add("warm: archives downloaded", afterWarm - afterCold, "", "0");
        await result.WriteAsync();
    }

    private static async Task<TimeSpan> ImportAsync(string home, string lockfile)
    {
        // The command line lies beside this program's folder, as the build put it.
        var cli = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Singularity.Registry", "release", "Singularity.Registry.dll"));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(cli);
        start.ArgumentList.Add("import");
        start.ArgumentList.Add(lockfile);
        start.Environment["SINGULARITY_HOME"] = home;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(started)
            : throw new InvalidOperationException($"import ended with {process.ExitCode}: {await output} {await error}");
    }

    private static string Lockfile(IReadOnlyList<GeneratedPackage> packages, Uri registry)
    {
        var entries = new JsonObject { [""] = new JsonObject { ["name"] = "bench", ["version"] = "1.0.0" } };
        foreach (var package in packages)
        {
            entries[$"node_modules/{package.Name}"] = new JsonObject
            {
                ["version"] = GeneratedPackage.Version,
                ["resolved"] = new Uri(registry, package.Tarball).ToString(),
                ["license"] = "MIT",
            };
        }

        return new JsonObject { ["name"] = "bench", ["lockfileVersion"] = 3, ["requires"] = true, ["packages"] = entries }.ToJsonString();
    }
}
