using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>One process of a resource: started when all it waits for is healthy, started again when it ends, stopped when asked.</summary>
internal sealed class ResourceRunner(Topology topology, IResource resource, int replica)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly RestartPause _pause = new(TimeProvider.System);
    private ChildProcess? _child;

    public IResource Resource => resource;

    /// <summary>The resource's name, numbered where there are replicas.</summary>
    public string Id { get; } = resource.GetReplicaCount() == 1
        ? resource.Name
        : string.Create(CultureInfo.InvariantCulture, $"{resource.Name}-{replica + 1}");

    /// <summary>Runs until stopping; throws only when the resource can never start as it is configured.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await PublishAsync(KnownResourceStates.Waiting);
        await topology.Notifications.WaitForDependenciesAsync(resource, stopping);
        await PublishAsync(KnownResourceStates.Starting);
        await topology.Application.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, topology.Services), stopping);
        var command = await ResourceCommands.ForAsync(topology, resource, Id, replica, stopping);
        while (!stopping.IsCancellationRequested)
        {
            var exitCode = await RunOnceAsync(command, stopping);
            if (stopping.IsCancellationRequested) return;

            var pause = _pause.Next();
            topology.Output.Add(Id, $"ended with exit code {exitCode}; starts again in {pause.TotalSeconds:0} s");
            await Task.Delay(pause, stopping);
            await PublishAsync(KnownResourceStates.Starting);
        }
    }

    public async Task StopAsync()
    {
        if (_child is not { Exit.IsCompleted: false } child) return;
        await PublishAsync(KnownResourceStates.Stopping);
        await child.StopAsync(StopPatience);
        await PublishExitAsync(await child.Exit, KnownResourceStates.Finished);
    }

    private async Task<int> RunOnceAsync(ProcessCommand command, CancellationToken stopping)
    {
        using var child = ChildProcess.Start(command, topology.Reaper, topology.Order[resource], line => topology.Output.Add(Id, line));
        _child = child;
        // Stopping may have looked for a child just before there was one.
        if (stopping.IsCancellationRequested) await child.StopAsync(StopPatience);
        await topology.Notifications.PublishUpdateAsync(resource, Id, snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
            StopTimeStamp = null,
            ExitCode = null,
            HealthReports = HealthMonitor.Pending(resource),
            Ready = null,
        });

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var health = topology.Health.WatchAsync(resource, Id, _pause.Healthy, watching.Token);
        if (await Task.WhenAny(child.Exit, health) == health && health.IsFaulted)
        {
            await child.StopAsync(StopPatience);
            await health;
        }

        var exitCode = await child.Exit;
        await watching.CancelAsync();
        await health.ContinueWith(_ => { }, TaskScheduler.Default);
        if (!stopping.IsCancellationRequested) await PublishExitAsync(exitCode, KnownResourceStates.Exited);
        return exitCode;
    }

    private Task PublishAsync(string state) =>
        topology.Notifications.PublishUpdateAsync(resource, Id, snapshot => snapshot with { State = state });

    private Task PublishExitAsync(int exitCode, string state) =>
        topology.Notifications.PublishUpdateAsync(resource, Id, snapshot => snapshot with
        {
            State = state,
            ExitCode = exitCode,
            StopTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
            Ready = null,
        });
}
