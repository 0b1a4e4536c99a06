using System.ComponentModel;
using System.Diagnostics;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>The npm client as a process.</summary>
internal interface INpmCommand
{
    /// <summary>What <c>npm config get registry</c> prints, or null when there is no npm or it does not answer within 10 seconds.</summary>
    Task<string?> GetRegistryAsync(CancellationToken cancellationToken);
}

internal sealed class NpmCommand(TimeProvider time) : INpmCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public async Task<string?> GetRegistryAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        if (process is null)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var output = await process.StandardOutput.ReadToEndAsync(either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static Process? Start()
    {
        // On Windows npm is a batch file, which only its command interpreter can start.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/d", "/c", "npm", "config", "get", "registry"])
            : new ProcessStartInfo("npm", ["config", "get", "registry"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
