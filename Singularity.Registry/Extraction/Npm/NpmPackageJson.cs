using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams.Npm;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Extraction.Npm;

/// <summary>The package.json of an archive, whose facts are verified and so win over the registry's.</summary>
internal static class NpmPackageJson
{
    public const string FileName = "package.json";

    /// <exception cref="ArchiveException">There is none, it cannot be read, or it is another package's.</exception>
    public static PackageRecord Apply(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> files)
    {
        if (!files.TryGetValue(FileName, out var file) || !file.IsWhole)
        {
            throw new ArchiveException(file is null ? "has no package.json." : $"has a package.json of {file.Size} bytes, more than is read.");
        }

        var manifest = Parse(file);
        if (manifest.Name != record.Name || !SameVersion(manifest.Version, record.Version))
        {
            throw new ArchiveException(
                $"holds {PackageName.Display($"{manifest.Name ?? "(no name)"}@{manifest.Version ?? "(no version)"}")}, not {record.Name}@{record.Version}.");
        }

        return NpmFacts.Apply(manifest, record);
    }

    private static NpmManifest Parse(ArchiveFile file)
    {
        try
        {
            var bytes = file.Content.AsSpan();
            bytes = bytes.StartsWith(System.Text.Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
            return JsonSerializer.Deserialize(bytes, NpmJson.Default.NpmManifest) ?? throw new ArchiveException("has a package.json that is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ArchiveException($"has a package.json that is not valid JSON (line {exception.LineNumber + 1}).", exception);
        }
    }

    /// <summary>The registry cleans versions such as <c>v1.0.0</c> when they are published; the archive keeps them.</summary>
    private static bool SameVersion(string? stated, string version) =>
        stated == version
        || (SemVersion.TryParse(stated, out var left) && SemVersion.TryParse(version, out var right) && left.ComparePrecedence(right) == 0);
}
