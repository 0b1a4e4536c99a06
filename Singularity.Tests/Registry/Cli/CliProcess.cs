using System.Diagnostics;

namespace Singularity.Tests.Registry.Cli;

internal sealed record CliResult(int Exit, string Output, string Error);

/// <summary>Runs the command line as a process of its own.</summary>
internal static class CliProcess
{
    public static async Task<CliResult> RunAsync(string home, string registry, params string[] args)
    {
        using var process = Start(home, registry, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, await output, await error);
    }

    /// <summary>The caller reads its output and ends it.</summary>
    public static Process Start(string home, string registry, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Singularity.Registry.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["SINGULARITY_HOME"] = home;
        start.Environment["Upstreams__Npm__Registry"] = registry;
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }
}
