using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>How far each resource is from those that wait for nothing. Starting follows the order, stopping the reverse.</summary>
internal static class ResourceOrder
{
    public static IReadOnlyDictionary<IResource, int> Of(IEnumerable<IResource> resources)
    {
        var levels = new Dictionary<IResource, int>();
        foreach (var resource in resources) Level(resource, levels, []);
        return levels;
    }

    private static int Level(IResource resource, Dictionary<IResource, int> levels, List<IResource> path)
    {
        if (levels.TryGetValue(resource, out var known)) return known;
        if (path.Contains(resource))
            throw new DistributedApplicationException(
                $"Resources wait for each other: {string.Join(" -> ", path.Append(resource).Select(r => r.Name))}.");

        path.Add(resource);
        var level = Dependencies(resource).Select(dependency => Level(dependency, levels, path) + 1).DefaultIfEmpty().Max();
        path.RemoveAt(path.Count - 1);
        return levels[resource] = level;
    }

    private static IEnumerable<IResource> Dependencies(IResource resource)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>()) yield return wait.Resource;
        if (resource is IResourceWithParent { Parent: var parent }) yield return parent;
    }
}
