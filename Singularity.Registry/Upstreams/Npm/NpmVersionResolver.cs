using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Which version a request means: exact, then dist-tag, then the newest in the range that is not deprecated if there is one.</summary>
internal static class NpmVersionResolver
{
    private const string Latest = "latest";

    /// <summary>How many versions and tags a message offers instead of the missing one.</summary>
    private const int Hints = 8;

    /// <param name="versions">In any order.</param>
    public static string? Resolve(string? requested, IReadOnlyList<PackageVersion> versions, IReadOnlyDictionary<string, string> distTags)
    {
        requested = Wanted(requested);
        if (versions.FirstOrDefault(v => v.Version == requested) is { } same)
        {
            return same.Version;
        }

        var known = Parse(versions);
        if (SemVersion.TryParse(requested, out var exact))
        {
            return known.Where(v => v.Parsed.ComparePrecedence(exact) == 0).Select(v => v.Version.Version).FirstOrDefault();
        }

        if (distTags.TryGetValue(requested, out var tagged) && versions.Any(v => v.Version == tagged))
        {
            return tagged;
        }

        if (requested == Latest)
        {
            return Newest(known.Where(v => !v.Parsed.IsPrerelease)) ?? Newest(known);
        }

        return SemVersionRange.TryParse(requested, out var range) ? Newest(known.Where(v => range.Contains(v.Parsed))) : null;
    }

    /// <summary>Newest first; texts that are no semantic versions come last.</summary>
    public static IReadOnlyList<PackageVersion> NewestFirst(IEnumerable<PackageVersion> versions) =>
        [.. versions
            .Select(v => (Version: v, Parsed: SemVersion.TryParse(v.Version, out var parsed) ? parsed : null))
            .OrderByDescending(v => v.Parsed)
            .ThenByDescending(v => v.Version.Version, StringComparer.Ordinal)
            .Select(v => v.Version)];

    /// <summary>What exists instead: the tags, and the versions that start like the request or else the newest.</summary>
    public static IReadOnlyList<string> Nearest(
        string? requested, IReadOnlyList<PackageVersion> newestFirst, IReadOnlyDictionary<string, string> distTags)
    {
        var major = Wanted(requested).TrimStart('^', '~', '=', '>', '<', 'v', ' ').Split('.')[0] + ".";
        var near = newestFirst.Where(v => v.Version.StartsWith(major, StringComparison.Ordinal)).Concat(newestFirst);
        return [.. near.Select(v => v.Version).Distinct(StringComparer.Ordinal).Take(Hints), .. distTags.Keys.Order(StringComparer.Ordinal).Take(Hints)];
    }

    public static string Wanted(string? requested) => string.IsNullOrWhiteSpace(requested) ? Latest : requested.Trim();

    private static string? Newest(IEnumerable<Known> versions) => versions
        .OrderBy(v => v.Version.Deprecated || v.Version.Yanked)
        .ThenByDescending(v => v.Parsed)
        .Select(v => v.Version.Version)
        .FirstOrDefault();

    private static List<Known> Parse(IReadOnlyList<PackageVersion> versions)
    {
        var result = new List<Known>(versions.Count);
        foreach (var version in versions)
        {
            if (SemVersion.TryParse(version.Version, out var parsed))
            {
                result.Add(new Known(version, parsed));
            }
        }

        return result;
    }

    private readonly record struct Known(PackageVersion Version, SemVersion Parsed);
}
