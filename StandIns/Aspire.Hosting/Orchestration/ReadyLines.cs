using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says where everything is once it is healthy; what is open to the outside comes last, where the eye looks.</summary>
internal static class ReadyLines
{
    public static async Task WriteAsync(
        DistributedApplicationBuilder application, ResourceNotificationService notifications, OutputLines output, CancellationToken stopping)
    {
        try
        {
            foreach (var resource in application.Resources.Where(r => r is IResourceWithParent || ResourceCommands.HasProcess(r)))
                await notifications.WaitForResourceHealthyAsync(resource.Name, WaitBehavior.WaitOnResourceUnavailable, stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        var elapsed = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
        var endpoints = application.Resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (r.Name, Endpoint: e)))
            .OrderBy(e => e.Endpoint.IsExternal).ToList();
        foreach (var other in endpoints.SkipLast(1)) output.Add($"{other.Name} {other.Endpoint.AllocatedEndpoint}");
        if (endpoints.Count > 0)
        {
            var (name, endpoint) = endpoints[^1];
            output.Add(output.Highlight($"{name} {endpoint.AllocatedEndpoint}  ready in {elapsed.TotalSeconds:0.0} s"));
        }
    }
}
