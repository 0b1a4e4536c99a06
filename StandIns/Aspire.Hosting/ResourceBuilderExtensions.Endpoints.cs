using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        builder.Resource.GetEndpoint(name);

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(known => HasName(known, endpointName));
        if (endpoint is not null)
        {
            callback(endpoint);
        }
        else if (createIfNotExists)
        {
            endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName);
            callback(endpoint);
            builder.WithAnnotation(endpoint);
        }

        return builder;
    }

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null,
        string? env = null, bool isProxied = true, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(
            protocol ?? ProtocolType.Tcp, scheme, name: name, port: port, targetPort: targetPort,
            isExternal: isExternal, isProxied: isProxied);
        if (builder.Resource.Annotations.OfType<EndpointAnnotation>().Any(known => HasName(known, endpoint.Name)))
            throw new DistributedApplicationException(
                $"An endpoint named '{endpoint.Name}' already exists on '{builder.Resource.Name}'. Give this one another name.");

        if (env is not null && builder.Resource is IResourceWithEnvironment)
        {
            var target = new EndpointReference(builder.Resource, endpoint).Property(EndpointProperty.TargetPort);
            builder.WithAnnotation(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[env] = target));
        }

        return builder.WithAnnotation(endpoint);
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null,
        bool isProxied = true) where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>Healthy while a GET of the path answers with the status code (200 unless given).</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = endpointName is not null ? builder.GetEndpoint(endpointName)
            : builder.Resource.GetEndpoints().OrderByDescending(e => e.IsHttps).FirstOrDefault(e => e.IsHttp || e.IsHttps)
            ?? throw new DistributedApplicationException(
                $"'{builder.Resource.Name}' has no http or https endpoint to check the health of.");
        if (!endpoint.IsHttp && !endpoint.IsHttps)
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.EndpointName}' of '{builder.Resource.Name}' is {endpoint.Scheme}, so no GET can check its health.");

        path ??= "/";
        var expected = statusCode ?? 200;
        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{expected}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(
            new HealthCheckRegistration(key, _ => new HttpHealthCheck(endpoint, path, expected), failureStatus: null, tags: null, HealthMonitor.Patience));
        return builder.WithHealthCheck(key);
    }

    private static bool HasName(EndpointAnnotation endpoint, string name) =>
        string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase);
}
