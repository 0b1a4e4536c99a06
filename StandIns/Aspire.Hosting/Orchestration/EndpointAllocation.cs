using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint a port of the loopback address before anything starts.</summary>
internal sealed class EndpointAllocation(IConfiguration configuration, OutputLines output)
{
    private readonly HostPorts _ports = new();
    private readonly bool _random = configuration.GetValue("DcpPublisher:RandomizePorts", false);

    public void Allocate(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(
                endpoint, endpoint.TargetHost is "0.0.0.0" or "::" or "[::]" ? "localhost" : endpoint.TargetHost, Port(resource, endpoint),
                PortForServing(resource, endpoint));
    }

    /// <summary>The variables and arguments of one replica: the first listens on the allocated port, the others each on their own.</summary>
    public string Resolve(string text, IResource resource, string resourceId, int replica)
    {
        if (!text.Contains("{{-", StringComparison.Ordinal)) return text;
        text = text.Replace(ProjectTelemetry.ServiceName, resource.Name, StringComparison.Ordinal)
            .Replace(ProjectTelemetry.InstanceId, resourceId, StringComparison.Ordinal);
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var placeholder = PortForServing(resource, endpoint);
            if (!text.Contains(placeholder, StringComparison.Ordinal)) continue;
            var port = replica == 0 ? endpoint.AllocatedEndpoint!.Port : _ports.TakeAny();
            text = text.Replace(placeholder, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return text;
    }

    private static string PortForServing(IResource resource, EndpointAnnotation endpoint) =>
        $"{{{{- portForServing \"{resource.Name}/{endpoint.Name}\" -}}}}";

    private int Port(IResource resource, EndpointAnnotation endpoint)
    {
        if (_random || endpoint.Port is not { } wanted) return _ports.TakeAny();
        if (_ports.TryTake(wanted)) return wanted;
        if (resource is not ProjectResource)
            throw new DistributedApplicationException(
                $"Port {wanted} of '{resource.Name}' is in use by another program. Stop that one, or configure another port.");

        var port = _ports.TakeAny();
        output.Add(resource.Name, $"port {wanted} is taken by another program, so {resource.Name} listens on {port}");
        return port;
    }
}
