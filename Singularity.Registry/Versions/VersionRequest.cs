using Singularity.Contracts.Packages;

namespace Singularity.Registry.Versions;

/// <summary>A version as a user asks for it.</summary>
internal static class VersionRequest
{
    public const string Latest = "latest";

    /// <summary>How many versions and tags a message offers instead of the missing one.</summary>
    private const int Hints = 8;

    public static string Wanted(string? requested) => string.IsNullOrWhiteSpace(requested) ? Latest : requested.Trim();

    /// <summary>What exists instead: the versions that start like the request or else the newest, then the tags.</summary>
    public static IReadOnlyList<string> Nearest(
        string? requested, IReadOnlyList<PackageVersion> newestFirst, IReadOnlyDictionary<string, string> distTags)
    {
        var major = Wanted(requested).TrimStart('^', '~', '=', '>', '<', 'v', ' ', '[', '(').Split('.')[0] + ".";
        var near = newestFirst.Where(v => v.Version.StartsWith(major, StringComparison.Ordinal)).Concat(newestFirst);
        return [.. near.Select(v => v.Version).Distinct(StringComparer.Ordinal).Take(Hints), .. distTags.Keys.Order(StringComparer.Ordinal).Take(Hints)];
    }
}
