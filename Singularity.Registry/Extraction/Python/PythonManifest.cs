using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams.PyPI;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Registry.Extraction.Python;

/// <summary>The core metadata of an archive, whose facts are verified and so win over the registry's.</summary>
internal static class PythonManifest
{
    public const string OfWheel = "METADATA";
    public const string OfSource = "PKG-INFO";

    public static bool IsOne(string path) => path == OfSource || IsInfo(path, OfWheel);

    public static bool IsTopLevel(string path) => IsInfo(path, "top_level.txt") || (path.EndsWith(".egg-info/top_level.txt", StringComparison.Ordinal) && path.Count(c => c == '/') <= 2);

    public static ArchiveFile? FindOfWheel(IReadOnlyDictionary<string, ArchiveFile> files) => files.Values.Where(f => IsInfo(f.Path, OfWheel)).MinBy(static f => f.Path, StringComparer.Ordinal);

    public static ArchiveFile? Find(IReadOnlyDictionary<string, ArchiveFile> files) => FindOfWheel(files) ?? files.GetValueOrDefault(OfSource);

    /// <exception cref="ArchiveException">There is none, it cannot be read, or it is another package's.</exception>
    public static PackageRecord Apply(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> files)
    {
        if (Find(files) is not { } file)
        {
            throw new ArchiveException("has neither the METADATA of a wheel nor the PKG-INFO of a source distribution.");
        }

        var name = Path.GetFileName(file.Path);
        if (!file.IsWhole)
        {
            throw new ArchiveException($"has a {name} of {file.Size} bytes, more than is read.");
        }

        var info = CoreMetadata.Parse(TextFile.Decode(file.Content, isWhole: true));
        if (info.Name is null || PackageName.Normalize(Ecosystem.PyPI, info.Name, out _) != record.Name || !SameVersion(info.Version, record.Version))
        {
            throw new ArchiveException(
                $"holds {PackageName.Display($"{info.Name ?? "(no name)"} {info.Version ?? "(no version)"}")} by its {name}, not {record.Name} {record.Version}.");
        }

        // A source distribution may leave its dependencies to the build; then the registry's, which it has from the wheel, stand.
        var isComplete = name == OfWheel || info.RequiresDist is not null;
        var described = PyPIFacts.Apply(info, record);
        return described with { Dependencies = isComplete ? described.Dependencies : record.Dependencies, Readme = info.Description };
    }

    private static bool IsInfo(string path, string name) =>
        path.Count(c => c == '/') == 1 && path.EndsWith($".dist-info/{name}", StringComparison.Ordinal);

    private static bool SameVersion(string? stated, string version) => stated == version
        || (Pep440Version.TryParse(stated, out var left) && Pep440Version.TryParse(version, out var right) && left.ComparePrecedence(right) == 0);
}
