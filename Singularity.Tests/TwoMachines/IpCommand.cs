using System.Diagnostics;

namespace Singularity.Tests.TwoMachines;

/// <summary>The program <c>ip</c> of Linux, which makes networks within this machine.</summary>
internal static class IpCommand
{
    /// <summary>What it wrote.</summary>
    public static string Run(params string[] arguments) =>
        TryRun(out var output, arguments) ? output : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {output}");

    /// <param name="output">What it wrote, or why it failed.</param>
    /// <param name="arguments">Its own.</param>
    public static bool TryRun(out string output, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            output = process.ExitCode == 0 ? output : error.GetAwaiter().GetResult().Trim();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            output = exception.Message;
            return false;
        }
    }
}
