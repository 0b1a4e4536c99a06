using System.Diagnostics;
using System.Globalization;

namespace Singularity.Benchmarks.Packages;

/// <summary>The child process that runs <see cref="PackageServer"/>.</summary>
internal sealed class PackageServerProcess : IDisposable
{
    private readonly Process _process;

    private PackageServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<PackageServerProcess> StartAsync(int count, int largest)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            [typeof(PackageServerProcess).Assembly.Location, PackageServer.Verb, "--count", $"{count}", "--largest", $"{largest}"])
        {
            // Started through `dotnet X.dll` the first argument names the program; as an executable of its own it does not.
            if (!argument.EndsWith(".dll", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            {
                start.ArgumentList.Add(argument);
            }
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The package server did not start.");
        var url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The package server ended at once.");
        return new PackageServerProcess(process, new Uri(url));
    }

    public async Task<int> CountArchivesSentAsync()
    {
        using var client = new HttpClient();
        return int.Parse(await client.GetStringAsync(new Uri(Url, PackageServer.ArchivesSent)), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
