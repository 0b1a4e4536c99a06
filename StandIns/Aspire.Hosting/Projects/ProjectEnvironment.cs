using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting;

/// <summary>Turns a launch profile into endpoints and variables.</summary>
internal static class ProjectEnvironment
{
    public static IResourceBuilder<ProjectResource> WithRunEnvironment(
        this IResourceBuilder<ProjectResource> builder, NamedLaunchProfile? profile)
    {
        builder.WithEnvironment(context => AddUrls(context, builder.Resource));
        if (profile is null) return builder;

        var countByScheme = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var url in profile.Profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = Parse(url, builder.Resource.Name);
            var count = countByScheme[address.Scheme] = countByScheme.GetValueOrDefault(address.Scheme) + 1;
            builder.WithEndpoint(count > 1 ? $"{address.Scheme}{count}" : address.Scheme, endpoint =>
            {
                endpoint.UriScheme = address.Scheme;
                endpoint.Port = address.Port;
                // Kestrel's wildcards mean every interface; on a developer's machine that is never wanted unasked.
                endpoint.TargetHost = address.Host is "*" or "+" ? "localhost" : address.Host;
            });
        }

        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
            foreach (var (name, value) in profile.Profile.EnvironmentVariables)
                context.EnvironmentVariables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
        });
    }

    public static IResourceBuilder<ProjectResource> WithPublishEnvironment(
        this IResourceBuilder<ProjectResource> builder, NamedLaunchProfile? profile)
    {
        EndpointAnnotation? defaultHttps = null;
        builder.WithEnvironment(context =>
        {
            if (builder.Resource.GetEndpoints().Any()) context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            AddPorts(context, builder.Resource, "HTTP_PORTS", "http", defaultHttps);
            AddPorts(context, builder.Resource, "HTTPS_PORTS", "https", defaultHttps);
        });
        if (profile?.Profile.ApplicationUrl is null) return builder;

        foreach (var scheme in (string[])["http", "https"])
            builder.WithEndpoint(scheme, endpoint =>
            {
                endpoint.UriScheme = scheme;
                // Containers listen without TLS; whoever stands in front of them terminates it.
                if (scheme == "https") defaultHttps = endpoint;
            });
        return builder;
    }

    private static void AddUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS")) return;

        var urls = new ReferenceExpressionJoin();
        foreach (var endpoint in project.GetEndpoints())
        {
            if (endpoint.IsHttps) context.EnvironmentVariables.TryAdd("ASPNETCORE_HTTPS_PORT", endpoint.Property(EndpointProperty.Port));
            var separator = urls.IsEmpty ? "" : ";";
            var host = endpoint.EndpointAnnotation.TargetHost;
            urls.Append($"{separator}{endpoint.Scheme}://{host}:{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!urls.IsEmpty) context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
    }

    private static void AddPorts(
        EnvironmentCallbackContext context, ProjectResource project, string variable, string scheme, EndpointAnnotation? except)
    {
        if (context.EnvironmentVariables.ContainsKey(variable)) return;

        var ports = new ReferenceExpressionJoin();
        foreach (var endpoint in project.GetEndpoints().Where(e => e.Scheme == scheme && e.EndpointAnnotation != except))
        {
            var separator = ports.IsEmpty ? "" : ";";
            ports.Append($"{separator}{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!ports.IsEmpty) context.EnvironmentVariables[variable] = ports.Build();
    }

    private static BindingAddress Parse(string url, string resource)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException malformed)
        {
            throw new DistributedApplicationException($"The launch profile of '{resource}' has an invalid applicationUrl '{url}'.", malformed);
        }
    }
}
