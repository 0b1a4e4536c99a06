namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource by name; its address is known once the topology starts.</summary>
public sealed class EndpointReference : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(endpoint);
        Resource = owner;
        EndpointName = endpoint.Name;
        _annotation = endpoint;
    }

    public EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(endpointName);
        Resource = owner;
        EndpointName = endpointName;
    }

    public IResourceWithEndpoints Resource { get; }

    public string EndpointName { get; }

    public EndpointAnnotation EndpointAnnotation => Find()
        ?? throw new InvalidOperationException($"'{Resource.Name}' has no endpoint '{EndpointName}'.");

    public bool Exists => Find() is not null;

    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    public bool IsHttp => Scheme == "http";

    public bool IsHttps => Scheme == "https";

    public string Scheme => EndpointAnnotation.UriScheme;

    public int Port => Allocated.Port;

    public int? TargetPort => EndpointAnnotation.TargetPort;

    public string Host => Allocated.Address;

    public string Url => Allocated.UriString;

    string IManifestExpressionProvider.ValueExpression => Property(EndpointProperty.Url).ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of '{Resource.Name}' has no address yet.");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    private EndpointAnnotation? Find() => _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
        .SingleOrDefault(endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
}
