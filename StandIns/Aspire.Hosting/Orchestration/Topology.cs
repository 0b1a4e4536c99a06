using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What every part of one run shares.</summary>
internal sealed record Topology(
    DistributedApplicationBuilder Application, ResourceNotificationService Notifications, HealthMonitor Health, OutputLines Output,
    EndpointAllocation Endpoints, Volumes Volumes, ServerTools Tools, Reaper Reaper, RunDirectory Run,
    IReadOnlyDictionary<IResource, int> Order, IServiceProvider Services);
