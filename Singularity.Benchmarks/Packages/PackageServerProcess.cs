using System.Globalization;
using Singularity.Benchmarks.Processes;

namespace Singularity.Benchmarks.Packages;

/// <summary>The child process that runs <see cref="PackageServer"/>.</summary>
internal sealed class PackageServerProcess : IDisposable
{
    private readonly BenchProcess _process;

    private PackageServerProcess(BenchProcess process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <param name="delay">How long the server thinks before each answer.</param>
    public static async Task<PackageServerProcess> StartAsync(int count, int largest, TimeSpan delay = default)
    {
        var process = BenchProcess.Start(PackageServer.Verb, "--count", $"{count}", "--largest", $"{largest}", "--delay", $"{delay.TotalMilliseconds:0}");
        return new PackageServerProcess(process, new Uri(await process.ListenAsync()));
    }

    public Task<int> CountArchivesSentAsync() => CountAsync(PackageServer.ArchivesSent);

    public Task<int> CountPackumentsSentAsync() => CountAsync(PackageServer.PackumentsSent);

    public void Dispose() => _process.Dispose();

    private async Task<int> CountAsync(string path)
    {
        using var client = new HttpClient();
        return int.Parse(await client.GetStringAsync(new Uri(Url, path)), CultureInfo.InvariantCulture);
    }
}
