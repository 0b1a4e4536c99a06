using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the typed resources as processes of this machine, bound to loopback.</summary>
internal sealed class Orchestrator(
    DistributedApplicationBuilder application, DistributedApplicationOptions options, ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing, HealthCheckService checks, IHostApplicationLifetime lifetime, ILoggerFactory logs,
    IServiceProvider services) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly OutputLines _output = new(
        application.Resources.Where(ResourceCommands.HasProcess).Select(r => r.Name), options.EnableResourceLogging ? logs : null);
    private readonly List<ResourceRunner> _runners = [];
    private readonly List<Task> _running = [];
    private Topology? _topology;
    private int _stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new DistributedApplicationException(
                "Servers run as native processes on Linux and macOS only. On Windows install Docker Desktop and use the real Aspire packages.");

        var order = ResourceOrder.Of(application.Resources);
        var run = RunDirectory.Create();
        var reaper = Reaper.Start(run);
        var endpoints = new EndpointAllocation(application.Configuration, _output);
        _topology = new Topology(
            application, notifications, new HealthMonitor(notifications, checks, eventing, services), _output, endpoints,
            new Volumes(application.Configuration, reaper.ProcessId, _output),
            new ServerTools(application.AppHostDirectory, application.Configuration, reaper, _output), reaper, run, order, services);
        foreach (var resource in application.Resources) endpoints.Allocate(resource);
        foreach (var resource in application.Resources.OfType<IResourceWithConnectionString>())
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        foreach (var resource in application.Resources) StartResource(resource);
        if (!options.EnableResourceLogging) _running.Add(ReadyLines.WriteAsync(application, notifications, _output, _stopping.Token));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        await _stopping.CancelAsync();
        if (_topology is { } topology)
            foreach (var level in _runners.GroupBy(runner => topology.Order[runner.Resource]).OrderByDescending(level => level.Key))
                await Task.WhenAll(level.Select(runner => runner.StopAsync()));
        await Task.WhenAll(_running).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        if (_topology is { } topology)
        {
            topology.Volumes.Dispose();
            topology.Run.Dispose();
            topology.Tools.Dispose();
            topology.Reaper.Dispose();
        }

        await _output.DisposeAsync();
        _stopping.Dispose();
    }

    private void StartResource(IResource resource)
    {
        if (resource is IResourceWithParent { Parent: var parent })
        {
            _running.Add(GuardAsync(resource, resource.Name, () => FollowAsync(resource, parent)));
            return;
        }

        if (!ResourceCommands.HasProcess(resource)) return;
        for (var replica = 0; replica < resource.GetReplicaCount(); replica++)
        {
            var runner = new ResourceRunner(_topology!, resource, replica);
            _runners.Add(runner);
            _running.Add(GuardAsync(resource, runner.Id, () => runner.RunAsync(_stopping.Token)));
        }
    }

    /// <summary>A database has no process: it runs when its server does.</summary>
    private async Task FollowAsync(IResource child, IResource parent)
    {
        await notifications.PublishUpdateAsync(child, snapshot => snapshot with { State = KnownResourceStates.Waiting });
        await notifications.WaitForResourceHealthyAsync(parent.Name, WaitBehavior.WaitOnResourceUnavailable, _stopping.Token);
        await notifications.PublishUpdateAsync(child, snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            HealthReports = HealthMonitor.Pending(child),
        });
        await _topology!.Health.WatchAsync(child, child.Name, static () => { }, _stopping.Token);
    }

    /// <summary>Whatever a resource cannot start with is one clear line; without a test to decide, the topology ends then.</summary>
    private async Task GuardAsync(IResource resource, string id, Func<Task> run)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was waiting when the topology was asked to stop.
        }
        catch (Exception failure)
        {
            _output.Add(id, failure is DistributedApplicationException ? failure.Message : failure.ToString());
            await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
            if (options.EnableResourceLogging) return;
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}

internal static class OrchestratorRegistration
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(60);

    public static void AddOrchestrator(this IServiceCollection services, DistributedApplicationBuilder builder, DistributedApplicationOptions options)
    {
        services.AddSingleton(builder);
        services.AddSingleton(options);
        services.AddHostedService<Orchestrator>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }
}
