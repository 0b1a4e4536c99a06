using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Makes the command of a resource's process.</summary>
internal static class ResourceCommands
{
    private const string HomeVariable = "SINGULARITY_HOME";

    public static bool HasProcess(IResource resource) => resource is ProjectResource or ContainerResource;

    public static Task<ProcessCommand> ForAsync(
        Topology topology, IResource resource, string resourceId, int replica, CancellationToken cancellationToken) => resource switch
        {
            ProjectResource project => ForProjectAsync(topology, project, resourceId, replica, cancellationToken),
            ContainerResource container => ForServerAsync(topology, container, cancellationToken),
            _ => throw new ArgumentException($"'{resource.Name}' has no process.", nameof(resource)),
        };

    private static async Task<ProcessCommand> ForProjectAsync(
        Topology topology, ProjectResource project, string resourceId, int replica, CancellationToken cancellationToken)
    {
        string Resolve(string text) => topology.Endpoints.Resolve(text, project, resourceId, replica);
        var metadata = project.Annotations.OfType<IProjectMetadata>().Last();
        var environment = (await VariablesAsync(topology, project, cancellationToken))
            .ToDictionary(pair => pair.Key, pair => Resolve(pair.Value), StringComparer.Ordinal);
        if (topology.Application.Configuration[HomeVariable] is { Length: > 0 } home) environment.TryAdd(HomeVariable, home);
        if (!topology.Output.ShowsColours) environment.Remove("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION");
        var arguments = (await ArgumentsAsync(topology, project, cancellationToken)).Select(Resolve);
        var output = AppHostMetadata.OutputOf(metadata.GetType().Assembly, metadata.ProjectPath);
        if (output is not null && !File.Exists(output))
            throw new DistributedApplicationException($"'{project.Name}' is not built: {output} does not exist. Build the AppHost.");
        return new ProcessCommand("dotnet", output is not null
            ? [output, .. arguments]
            : ["run", "--no-launch-profile", "--project", metadata.ProjectPath, "--", .. arguments])
        {
            Environment = environment,
            // As `dotnet run` does, so that appsettings.json and web roots are found.
            WorkingDirectory = Path.GetDirectoryName(metadata.ProjectPath),
        };
    }

    private static async Task<ProcessCommand> ForServerAsync(Topology topology, ContainerResource container, CancellationToken cancellationToken)
    {
        if (!container.TryGetLastAnnotation<NativeServerAnnotation>(out var server))
            throw new DistributedApplicationException(
                $"'{container.Name}' is a container image only. Without the real Aspire packages and a container engine it cannot run.");

        var mounts = await topology.Volumes.OpenAsync(container, cancellationToken);
        var context = new NativeServerContext(
            container, container.GetEndpoints().First().Port, await ArgumentsAsync(topology, container, cancellationToken),
            await VariablesAsync(topology, container, cancellationToken), topology.Tools, topology.Run, mounts);
        return await server.CommandAsync(context, cancellationToken);
    }

    private static async Task<Dictionary<string, string>> VariablesAsync(Topology topology, IResource resource, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in await ResourceExtensions.EnvironmentOf(resource, topology.Application.ExecutionContext, cancellationToken))
            if (await ResourceExtensions.TextOfAsync(value, DistributedApplicationOperation.Run, cancellationToken) is { } text)
                values[name] = text;
        return values;
    }

    private static async Task<List<string>> ArgumentsAsync(Topology topology, IResource resource, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        foreach (var value in await ResourceExtensions.ArgumentsOf(resource, topology.Application.ExecutionContext, cancellationToken))
            if (await ResourceExtensions.TextOfAsync(value, DistributedApplicationOperation.Run, cancellationToken) is { } text)
                values.Add(text);
        return values;
    }
}
