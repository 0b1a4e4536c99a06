using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

public static class ResourceExtensions
{
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation) where T : IResourceAnnotation
    {
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }

    public static bool TryGetEndpoints(this IResource resource, [NotNullWhen(true)] out IEnumerable<EndpointAnnotation>? endpoints)
    {
        var found = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        endpoints = found.Count > 0 ? found : null;
        return found.Count > 0;
    }

    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) => new(resource, endpointName);

    public static IEnumerable<EndpointReference> GetEndpoints(this IResourceWithEndpoints resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(resource, endpoint));

    public static int GetReplicaCount(this IResource resource) =>
        resource.TryGetLastAnnotation<ReplicaAnnotation>(out var replicas) ? replicas.Replicas : 1;

    public static bool TryGetContainerImageName(this IResource resource, [NotNullWhen(true)] out string? imageName)
    {
        imageName = resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image)
            ? $"{(string.IsNullOrEmpty(image.Registry) ? "" : image.Registry + "/")}{image.Image}{(string.IsNullOrEmpty(image.Tag) ? "" : ":" + image.Tag)}"
            : null;
        return imageName is not null;
    }

    /// <summary>The variables that the resource's process is given: values in run mode, manifest expressions in publish mode.</summary>
    [Obsolete("ExecutionConfigurationBuilder takes its place.")]
    public static async ValueTask<Dictionary<string, string>> GetEnvironmentVariableValuesAsync(
        this IResourceWithEnvironment resource, DistributedApplicationOperation applicationOperation = DistributedApplicationOperation.Run)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in await EnvironmentOf(resource, new(applicationOperation), CancellationToken.None))
            if (await TextOfAsync(value, applicationOperation, CancellationToken.None) is { } text)
                values[name] = text;
        return values;
    }

    /// <summary>The arguments that the resource's process is given: values in run mode, manifest expressions in publish mode.</summary>
    [Obsolete("ExecutionConfigurationBuilder takes its place.")]
    public static async ValueTask<string[]> GetArgumentValuesAsync(
        this IResourceWithArgs resource, DistributedApplicationOperation applicationOperation = DistributedApplicationOperation.Run)
    {
        var values = new List<string>();
        foreach (var value in await ArgumentsOf(resource, new(applicationOperation), CancellationToken.None))
            if (await TextOfAsync(value, applicationOperation, CancellationToken.None) is { } text)
                values.Add(text);
        return [.. values];
    }

    internal static async Task<Dictionary<string, object>> EnvironmentOf(
        IResource resource, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, resource, cancellationToken: cancellationToken) { Logger = NullLogger.Instance };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    internal static async Task<IList<object>> ArgumentsOf(
        IResource resource, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = execution };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            await annotation.Callback(context);
        return context.Args;
    }

    internal static async ValueTask<string?> TextOfAsync(
        object? value, DistributedApplicationOperation operation, CancellationToken cancellationToken) => value switch
        {
            null => null,
            string text => text,
            IManifestExpressionProvider expression when operation == DistributedApplicationOperation.Publish => expression.ValueExpression,
            IValueProvider provider => await provider.GetValueAsync(cancellationToken),
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
}
