namespace Aspire.Hosting.ApplicationModel;

public interface IResourceWithConnectionString : IResource, IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>The variable that carries the connection string; null means <c>ConnectionStrings__name</c>.</summary>
    string? ConnectionStringEnvironmentVariable => null;

    ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => [];

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetConnectionStringAsync(cancellationToken);

    IEnumerable<object> IValueWithReferences.References => [ConnectionStringExpression];
}

public class ConnectionStringReference(IResourceWithConnectionString resource, bool optional)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    public IResourceWithConnectionString Resource { get; } = resource;

    public bool Optional { get; } = optional;

    string IManifestExpressionProvider.ValueExpression => Resource.ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    async ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken)
    {
        var value = await Resource.GetConnectionStringAsync(cancellationToken);
        return string.IsNullOrEmpty(value) && !Optional
            ? throw new DistributedApplicationException($"'{Resource.Name}' has no connection string.")
            : value;
    }
}
