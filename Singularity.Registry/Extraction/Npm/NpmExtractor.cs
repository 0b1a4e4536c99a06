using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Npm;

/// <summary>npm: package.json.</summary>
internal sealed class NpmExtractor : IPackageExtractor
{
    public Ecosystem Ecosystem => Ecosystem.Npm;

    public int BytesWanted(string path) => path == NpmPackageJson.FileName ? int.MaxValue : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files) => NpmPackageJson.Apply(record, files.Code);

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
    }
}
