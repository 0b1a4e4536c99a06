using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction;

/// <summary>
/// Reads what is particular to one ecosystem's archives: the manifest, the public API and the examples in documentation comments. README, change
/// log and example folders are read alike for all by <see cref="PackageReader"/>. Files are hostile: any bytes must end in snippets or in none, in
/// time linear in their size and with bounded recursion.
/// </summary>
internal interface IPackageExtractor
{
    Ecosystem Ecosystem { get; }

    /// <summary>How many bytes of the file with this path are wanted at most; 0 leaves it out.</summary>
    int BytesWanted(string path);

    /// <summary>Adds what the archive's manifest says to what the registry said.</summary>
    /// <exception cref="ArchiveException">The archive is not the package that the record describes.</exception>
    PackageRecord Describe(PackageRecord record, PackageFiles files);

    /// <summary>Cuts signatures (<see cref="SnippetKind.Signature"/>) and documentation examples (<see cref="SnippetKind.Doctest"/>).</summary>
    void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets);
}
