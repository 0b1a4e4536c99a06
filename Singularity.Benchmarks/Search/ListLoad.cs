using System.Diagnostics;
using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks.Search;

/// <summary>The command <c>index load</c>, as its users run it.</summary>
internal static class ListLoad
{
    public static async Task<IndexLoadReport> RunAsync(string home, string file)
    {
        // The command line lies beside this program's folder, as the build put it.
        var cli = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Singularity.Registry", "release", "Singularity.Registry.dll"));
        var start = new ProcessStartInfo("dotnet", [cli, "index", "load", file, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SINGULARITY_HOME"] = home;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(await output, SingularityJson.Default.IndexLoadReport)!
            : throw new InvalidOperationException($"index load ended with {process.ExitCode}: {await output} {await error}");
    }
}
