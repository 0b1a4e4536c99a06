using System.Diagnostics;
using Singularity.Tests.Support;

namespace Singularity.Tests.Setup;

/// <summary>Runs the repository's scripts as a developer would.</summary>
internal static class Script
{
    public static string Root { get; } = Repository.Root;

    public static string Install => Path.Combine(Root, "StandIns", "Servers", "install.sh");

    public static string Postgres => Path.Combine(Root, "StandIns", "Servers", "postgres.sh");

    public static string Singularity => Path.Combine(Root, "singularity");

    public static string PostgresPrograms => Path.Combine(Root, ".tools", "postgres", "bin");

    public static string NatsServer => Path.Combine(Root, ".tools", "bin", "nats-server");

    public static async Task<ScriptResult> RunAsync(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var process = Start(script, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return new ScriptResult(process.ExitCode, await output, await error);
    }

    public static Process Start(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start).ShouldNotBeNull();
    }
}

internal sealed record ScriptResult(int ExitCode, string Output, string Error);
