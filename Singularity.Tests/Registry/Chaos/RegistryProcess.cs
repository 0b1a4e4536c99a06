using System.Net;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>A registry service in a process and a home folder of its own, which it keeps when it is killed and started again.</summary>
internal sealed class RegistryProcess(string nats, string postgres, string upstream, string prefix) : IAsyncDisposable
{
    // Three that start at once share the machine with whatever else runs on it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly string _home = Directory.CreateTempSubdirectory("registry-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private readonly ServerProcess _process = new(TimeSpan.FromSeconds(20));

    public async Task StartAsync()
    {
        Launch();
        await WaitUntilHealthyAsync();
    }

    public void Launch() => _process.Start(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Singularity.Registry.dll")],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_port}",
            ["ConnectionStrings__nats"] = nats,
            ["ConnectionStrings__singularity"] = postgres,
            ["Singularity__SubjectPrefix"] = prefix,
            ["SINGULARITY_HOME"] = _home,
            ["Upstreams__Npm__Registry"] = upstream,
            ["Logging__LogLevel__Default"] = "Warning",

            // It lives for seconds: code that is measured for later costs more than it brings.
            ["DOTNET_TieredPGO"] = "0",
        });

    public async Task WaitUntilHealthyAsync()
    {
        try
        {
            await Eventually.IsTrueAsync(IsHealthyAsync, "the registry is healthy", Patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}. It wrote: {_process.Output}", exception);
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<bool> IsHealthyAsync()
    {
        if (_process.Ended is { } ended)
        {
            throw new InvalidOperationException($"The registry {ended}");
        }

        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
