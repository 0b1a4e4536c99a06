using Singularity.Contracts.Packages;

namespace Singularity.Registry.Diffing;

/// <summary>Compares dependencies by name and kind.</summary>
internal static class DependencyComparison
{
    public static DependencyDiff Compare(IReadOnlyList<PackageDependency> before, IReadOnlyList<PackageDependency> after)
    {
        var (old, current) = (ByName(before), ByName(after));
        return new DependencyDiff(
            [.. current.Where(d => !old.ContainsKey(d.Key)).Select(static d => d.Value)],
            [.. old.Where(d => !current.ContainsKey(d.Key)).Select(static d => d.Value)],
            [.. current
                .Where(d => old.TryGetValue(d.Key, out var earlier) && earlier.Requirement != d.Value.Requirement)
                .Select(d => new DependencyChange(d.Key.Name, d.Key.Kind, old[d.Key].Requirement, d.Value.Requirement))]);
    }

    // One name may stand several times, once for each target or framework; together they are its requirement.
    private static SortedDictionary<(string Name, string Kind), PackageDependency> ByName(IReadOnlyList<PackageDependency> dependencies)
    {
        var result = new SortedDictionary<(string Name, string Kind), PackageDependency>();
        foreach (var group in dependencies.GroupBy(static d => (d.Name, d.Kind)))
        {
            result.Add(group.Key, group.First() with
            {
                Requirement = string.Join(", ", group.Select(static d => d.Requirement).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            });
        }

        return result;
    }
}
