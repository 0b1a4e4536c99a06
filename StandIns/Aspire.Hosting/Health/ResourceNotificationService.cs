using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the state of every resource, tells each change, and lets callers wait for one.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposing = new();
    private readonly CancellationToken _applicationStopping;

    public ResourceNotificationService(ILogger<ResourceNotificationService> logger, IHostApplicationLifetime hostApplicationLifetime)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(hostApplicationLifetime);
        _applicationStopping = hostApplicationLifetime.ApplicationStopping;
    }

    /// <summary>Whether a failed resource ends a wait for its health; a test wants to hear of it, a person may repair it.</summary>
    internal WaitBehavior DefaultWaitBehavior { get; set; } = WaitBehavior.StopOnResourceUnavailable;

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return PublishUpdateAsync(resource, resource.Name, stateFactory);
    }

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_gate)
        {
            var previous = _states.TryGetValue(resourceId, out var known) ? known.Snapshot : Initial(resource);
            var update = new ResourceEvent(resource, resourceId, stateFactory(previous));
            _states[resourceId] = update;
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(update);
        }

        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_gate) return _states.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>The present state of every resource, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = Channel.CreateUnbounded<ResourceEvent>();
        lock (_gate)
        {
            foreach (var state in _states.Values) changes.Writer.TryWrite(state);
            _watchers.Add(changes);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(ending.Token)) yield return change;
        }
        finally
        {
            lock (_gate) _watchers.Remove(changes);
        }
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        ArgumentNullException.ThrowIfNull(predicate);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _applicationStopping);
        await foreach (var change in WatchAsync(ending.Token))
            if (IsOf(change, resourceName) && predicate(change)) return change;
        throw new OperationCanceledException($"The application stopped before '{resourceName}' came to the state that was waited for.");
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var wanted = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } state && wanted.Contains(state.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var change = await WaitForResourceAsync(
            resourceName, e => IsReady(e.Snapshot) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && HasEnded(e.Snapshot)), cancellationToken);
        if (HasEnded(change.Snapshot))
            throw new DistributedApplicationException(
                $"'{resourceName}' will not become healthy: its state is {change.Snapshot.State!.Text}.");
        await change.Snapshot.Ready!.WaitAsync(cancellationToken);
        return change;
    }

    /// <summary>Returns when everything that the resource waits for is healthy.</summary>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            await WaitForResourceHealthyAsync(wait.Resource.Name, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);
    }

    public void Dispose()
    {
        _disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    private static bool IsOf(ResourceEvent change, string name) =>
        string.Equals(change.Resource.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(change.ResourceId, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsReady(CustomResourceSnapshot snapshot) => snapshot is { HealthStatus: HealthStatus.Healthy, Ready: not null };

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text, StringComparer.Ordinal);

    private static CustomResourceSnapshot Initial(IResource resource) => new() { ResourceType = resource.GetType().Name };
}
