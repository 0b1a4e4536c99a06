using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the application model in the manifest format that deployment tools read.</summary>
internal sealed class ManifestWriter(Utf8JsonWriter json, string path, DistributedApplicationExecutionContext execution)
{
    private const string Schema = "https://json.schemastore.org/aspire-8.0.json";

    private readonly ManifestParameters _parameters = new();
    private readonly Dictionary<string, IResource> _mentioned = new(StringComparer.OrdinalIgnoreCase);

    public async Task WriteAsync(DistributedApplicationModel model, CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources) _parameters.Reserve(resource.Name);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteStartObject("resources");
        foreach (var resource in model.Resources) await WriteAsync(resource, cancellationToken);
        // Generated passwords are no part of the model, yet whoever deploys needs them.
        foreach (var resource in _mentioned.Values.Except(model.Resources).ToList()) await WriteAsync(resource, cancellationToken);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private async Task WriteAsync(IResource resource, CancellationToken cancellationToken)
    {
        json.WriteStartObject(resource.Name);
        switch (resource)
        {
            case ContainerResource container: await WriteContainerAsync(container, cancellationToken); break;
            case ProjectResource project: await WriteProjectAsync(project, cancellationToken); break;
            case ParameterResource parameter: ManifestParameters.Write(json, parameter); break;
            case IResourceWithConnectionString:
                json.WriteString("type", "value.v0");
                WriteConnectionString(resource);
                break;
            default: json.WriteString("error", "This kind of resource has no form in a manifest."); break;
        }

        json.WriteEndObject();
        if (resource is ParameterResource written) _parameters.WriteEncodings(json, written);
    }

    private async Task WriteContainerAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        json.WriteString("type", "container.v0");
        WriteConnectionString(container);
        json.WriteString("image", container.TryGetContainerImageName(out var image)
            ? image
            : throw new DistributedApplicationException($"The resource '{container.Name}' has no container image."));
        if (container.Entrypoint is not null) json.WriteString("entrypoint", container.Entrypoint);
        await WriteArgumentsAsync(container, cancellationToken);
        WriteMounts(container);
        await WriteEnvironmentAsync(container, cancellationToken);
        WriteBindings(container);
    }

    private async Task WriteProjectAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        json.WriteString("type", "project.v0");
        json.WriteString("path", project.TryGetLastAnnotation<IProjectMetadata>(out var metadata)
            ? Relative(metadata.ProjectPath)
            : throw new DistributedApplicationException($"The resource '{project.Name}' has no project."));
        await WriteArgumentsAsync(project, cancellationToken);
        await WriteEnvironmentAsync(project, cancellationToken);
        WriteBindings(project);
    }

    private void WriteConnectionString(IResource resource)
    {
        if (resource is not IResourceWithConnectionString { ConnectionStringExpression: var expression }) return;
        json.WriteString("connectionString", Expression(expression));
    }

    private async Task WriteArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await ResourceExtensions.ArgumentsOf(resource, execution, cancellationToken);
        if (arguments.Count == 0) return;
        json.WriteStartArray("args");
        foreach (var argument in arguments) json.WriteStringValue(Expression(argument));
        json.WriteEndArray();
    }

    private async Task WriteEnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var environment = await ResourceExtensions.EnvironmentOf(resource, execution, cancellationToken);
        if (environment.Count == 0) return;
        json.WriteStartObject("env");
        foreach (var (name, value) in environment) json.WriteString(name, Expression(value));
        json.WriteEndObject();
    }

    private void WriteMounts(ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToLookup(mount => mount.Type);
        foreach (var (type, property, source) in ((ContainerMountType, string, string)[])
            [(ContainerMountType.BindMount, "bindMounts", "source"), (ContainerMountType.Volume, "volumes", "name")])
        {
            if (!mounts[type].Any()) continue;
            json.WriteStartArray(property);
            foreach (var mount in mounts[type])
            {
                json.WriteStartObject();
                if (mount.Source is not null)
                    json.WriteString(source, type == ContainerMountType.BindMount ? Relative(mount.Source) : mount.Source);
                json.WriteString("target", mount.Target);
                json.WriteBoolean("readOnly", mount.IsReadOnly);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private void WriteBindings(IResource resource)
    {
        if (!resource.TryGetEndpoints(out var endpoints)) return;
        json.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            json.WriteStartObject(endpoint.Name);
            json.WriteString("scheme", endpoint.UriScheme);
            json.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            json.WriteString("transport", endpoint.Transport);
            if (endpoint.Port is { } port && port != endpoint.TargetPort) json.WriteNumber("port", port);
            if (endpoint.TargetPort is { } target) json.WriteNumber("targetPort", target);
            if (endpoint.IsExternal) json.WriteBoolean("external", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private string Expression(object value)
    {
        Mention(value);
        return value switch
        {
            ReferenceExpression expression => expression.Fill(
                [.. expression.ValueProviders.Select((provider, i) => _parameters.Expression(provider, expression, i))]),
            IManifestExpressionProvider provider => provider.ValueExpression,
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
    }

    private void Mention(object value)
    {
        if (value is IResource resource && !_mentioned.TryAdd(resource.Name, resource)) return;
        if (value is ReferenceExpression expression)
            for (var i = 0; i < expression.ValueProviders.Count; i++)
                _parameters.Expression(expression.ValueProviders[i], expression, i);
        if (value is IValueWithReferences { References: var references })
            foreach (var reference in references) Mention(reference);
    }

    private string Relative(string target) =>
        Path.GetRelativePath(Path.GetDirectoryName(path)!, target).Replace('\\', '/');
}
