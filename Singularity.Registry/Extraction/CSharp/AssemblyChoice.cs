using NuGet.Frameworks;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams.NuGet;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Which of the assemblies that a package holds for many frameworks its API is read from.</summary>
internal static class AssemblyChoice
{
    /// <summary>Assemblies of one framework; packages with more are tool sets.</summary>
    private const int MaxAssemblies = 64;

    /// <summary>Whether the file is an assembly, or documentation, for a framework of today.</summary>
    public static bool IsCandidate(string path) => Split(path) is { } place
        && (place.Folder.Length == 0 || (NuGetFrameworks.Parse(place.Folder) is { } framework && NuGetFrameworks.Rank(framework).Family > 1))
        && (place.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || place.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));

    /// <summary>All assemblies for the newest framework; those meant to compile against (<c>ref</c>) before those meant to run.</summary>
    public static IReadOnlyList<ArchiveFile> Choose(IEnumerable<ArchiveFile> files)
    {
        var best = (
            from file in files
            where file.IsWhole && file.Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            let place = Split(file.Path)
            where place is not null
            group file by (place.Value.Root, place.Value.Folder) into set
            orderby set.Key.Root == "ref" descending, NuGetFrameworks.Rank(NuGetFrameworks.Parse(set.Key.Folder)) descending, set.Key.Folder
            select set).FirstOrDefault();
        return best is null ? [] : [.. best.OrderBy(static f => f.Path, StringComparer.Ordinal).Take(MaxAssemblies)];
    }

    /// <summary>The frameworks that have a folder of their own.</summary>
    public static IEnumerable<NuGetFramework?> Frameworks(IEnumerable<string> paths) =>
        paths.Select(static p => Split(p)).OfType<(string Root, string Folder, string Name)>().Select(static p => p.Folder).Distinct(StringComparer.Ordinal)
            .Select(static f => NuGetFrameworks.Parse(f));

    /// <summary><c>lib/net8.0/Polly.Core.dll</c>, or <c>lib/Old.dll</c>, which is for any framework. Deeper are translations and the like.</summary>
    private static (string Root, string Folder, string Name)? Split(string path)
    {
        var parts = path.Split('/');
        var root = parts[0].ToLowerInvariant();
        return root is not ("lib" or "ref") || parts.Length is < 2 or > 3 ? null : (root, parts.Length == 3 ? parts[1] : "", parts[^1]);
    }
}
