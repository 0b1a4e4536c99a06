namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose value is known only when the topology runs.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something that a manifest can name, as <c>{resource.path}</c>.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}

/// <summary>A value made of others; the manifest lists those too.</summary>
public interface IValueWithReferences
{
    IEnumerable<object> References { get; }
}
