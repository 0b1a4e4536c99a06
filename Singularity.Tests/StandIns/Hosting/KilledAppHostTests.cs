using System.Diagnostics;

namespace Singularity.Tests.StandIns.Hosting;

public sealed class KilledAppHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TemporaryHome _home = new();

    private Process? _appHost;

    public void Dispose()
    {
        if (_appHost is { HasExited: false }) _appHost.Kill();
        _appHost?.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Killing_the_AppHost_leaves_none_of_its_processes()
    {
        var appHost = Start();
        await LineAsync(appHost, "Server is ready");
        _home.CommandLines().ShouldNotBeEmpty();

        appHost.Kill();
        await appHost.WaitForExitAsync();

        await UntilAsync(() => _home.CommandLines().Count == 0);
    }

    [Fact]
    public async Task SIGTERM_stops_everything_and_ends_with_success()
    {
        var appHost = Start();
        await LineAsync(appHost, "Server is ready");

        using var signal = Process.Start("kill", $"-TERM {appHost.Id}");
        await appHost.WaitForExitAsync().WaitAsync(Patience);

        appHost.ExitCode.ShouldBe(0);
        _home.CommandLines().ShouldBeEmpty();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Singularity_AppHost).Assembly.Location])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["SINGULARITY_HOME"] = _home.Path, ["DcpPublisher__RandomizePorts"] = "true", ["DOTNET_ENVIRONMENT"] = "Development" },
        };
        return _appHost = Process.Start(start)!;
    }

    private static async Task LineAsync(Process process, string text)
    {
        using var late = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
            if (line.Contains(text, StringComparison.Ordinal))
            {
                // The rest is read and dropped, or the pipe would fill.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }

        throw new InvalidOperationException($"The AppHost ended without saying '{text}'.");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition()) await ticks.WaitForNextTickAsync(late.Token);
    }
}
