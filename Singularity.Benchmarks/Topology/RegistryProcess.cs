using System.Diagnostics;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks.Topology;

/// <summary>One more instance of the registry service, on the topology's servers, with settings and a data folder of its own.</summary>
internal sealed class RegistryProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ServiceProcess _process;

    private RegistryProcess(ServiceProcess process, Subjects subjects) => (_process, Subjects) = (process, subjects);

    public Subjects Subjects { get; }

    /// <param name="prefix">Of its subjects and its KV bucket; instances that have it in common are one service.</param>
    /// <param name="name">Of its data folder.</param>
    /// <param name="settings">As in its configuration, with a colon between section and key.</param>
    public static async Task<RegistryProcess> StartAsync(
        RunningTopology topology, string prefix, string name, params IEnumerable<(string Key, string Value)> settings)
    {
        var process = ServiceProcess.Start(topology, "Singularity.Registry", ["serve"], prefix, name, settings);
        var registry = new RegistryProcess(process, new Subjects(prefix));
        await registry.WaitAsync(topology);
        return registry;
    }

    public void Dispose() => _process.Dispose();

    // Each instance names itself by its process id.
    private async Task WaitAsync(RunningTopology topology)
    {
        var started = Stopwatch.GetTimestamp();
        while (await topology.TryAskAsync<ListPackages, StorageStats>(Subjects.Stats, new ListPackages()) is not { } stats
            || !stats.Instance.EndsWith($"-{_process.Id}", StringComparison.Ordinal))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The registry did not answer.");
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
