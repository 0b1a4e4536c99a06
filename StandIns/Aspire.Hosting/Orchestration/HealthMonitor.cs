using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks a running resource's health checks, often until they first agree, and publishes what they answer.</summary>
internal sealed class HealthMonitor(
    ResourceNotificationService notifications, HealthCheckService checks, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    /// <summary>How long a check may take before it counts as failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPauseUntilHealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWhenHealthy = TimeSpan.FromSeconds(5);

    /// <summary>The reports of a resource whose checks were not asked yet.</summary>
    public static ImmutableArray<HealthReportSnapshot> Pending(IResource resource) =>
        [.. Keys(resource).Select(key => new HealthReportSnapshot(key, null, null, null))];

    /// <summary>Runs until cancelled; tells through <paramref name="becameHealthy"/> when all checks agreed for the first time.</summary>
    public async Task WatchAsync(IResource resource, string resourceId, Action becameHealthy, CancellationToken cancellationToken)
    {
        var keys = Keys(resource).ToHashSet(StringComparer.Ordinal);
        var pause = FirstPause;
        var ready = false;
        while (true)
        {
            var healthy = await AskAsync(resource, resourceId, keys, cancellationToken);
            if (healthy && !ready)
            {
                ready = true;
                await MakeReadyAsync(resource, resourceId, cancellationToken);
                becameHealthy();
            }

            if (healthy && keys.Count == 0) return;
            pause = healthy ? PauseWhenHealthy : ready ? LongestPauseUntilHealthy : Longer(pause);
            await Task.Delay(pause, cancellationToken);
        }
    }

    private async Task<bool> AskAsync(IResource resource, string resourceId, HashSet<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return true;
        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        await notifications.PublishUpdateAsync(resource, resourceId, snapshot => snapshot with
        {
            HealthReports = [.. report.Entries.Select(entry => new HealthReportSnapshot(
                entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message))],
        });
        return report.Status == HealthStatus.Healthy;
    }

    private async Task MakeReadyAsync(IResource resource, string resourceId, CancellationToken cancellationToken)
    {
        var ready = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, resourceId, snapshot => snapshot with { Ready = ready });
        await ready;
    }

    private static IEnumerable<string> Keys(IResource resource) =>
        resource.Annotations.OfType<HealthCheckAnnotation>().Select(annotation => annotation.Key);

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPauseUntilHealthy ? pause * 1.5 : LongestPauseUntilHealthy;
}
