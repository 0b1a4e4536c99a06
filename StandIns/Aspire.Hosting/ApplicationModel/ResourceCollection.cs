using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

public interface IResourceCollection : IList<IResource>;

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection;

/// <summary>Every resource of an application, in the order of declaration.</summary>
public class DistributedApplicationModel
{
    public DistributedApplicationModel(IEnumerable<IResource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var collection = new ResourceCollection();
        foreach (var resource in resources) collection.Add(resource);
        Resources = collection;
    }

    public DistributedApplicationModel(IResourceCollection resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = resources;
    }

    public IResourceCollection Resources { get; }
}
