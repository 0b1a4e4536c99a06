using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.Markdown;
using Singularity.Registry.Extraction.Npm;
using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Extraction;

/// <summary>Turns a verified archive into the record and snippets that are stored.</summary>
internal sealed class PackageReader(IOptions<ArchiveLimits> limits, TimeProvider time)
{
    /// <param name="package">As found; its record supplies what the archive does not say.</param>
    /// <param name="progress">Told of the stage extract; may be null.</param>
    public async Task<PackageReading> ReadAsync(
        UpstreamPackage package, VerifiedArchive archive, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var content = await TarGzArchive.ReadAsync(
                archive.OpenRead(),
                limits.Value,
                path => BytesWanted(package.Record.Ecosystem, path),
                entries => progress?.Report(new UpstreamProgress(UpstreamStages.Extract, entries, null)),
                cancellationToken);
            return Read(package.Record, archive, content);
        }
        catch (ArchiveException exception)
        {
            return new PackageReading.Bad(
                $"The archive of {package.Record.Ecosystem.PurlType()}:{package.Record.Name}@{package.Record.Version} {exception.Message} Nothing was stored.");
        }
    }

    private PackageReading.Read Read(PackageRecord found, VerifiedArchive archive, ArchiveContent content)
    {
        var readme = ReadmeFile.Choose(content.Files.Values);
        var text = readme is null ? null : TextFile.Decode(readme.Content, readme.IsWhole);
        var record = ApplyManifest(found, content) with
        {
            Readme = text,
            Archive = new PackageArchive(archive.Checksum.Algorithm, archive.Checksum.Value, Verified: true, archive.Size, content.FileCount),
            CollectedAt = time.GetUtcNow(),
        };
        var snippets = text is not null && ReadmeFile.IsMarkdown(readme!.Path) ? MarkdownSnippets.Cut(record.Purl, readme.Path, text) : [];
        return new PackageReading.Read(
            new CollectedPackage(record, snippets), new ReadingNumbers(archive.Size, content.FileBytes, content.FileCount, content.Skipped));
    }

    private static PackageRecord ApplyManifest(PackageRecord record, ArchiveContent content) => record.Ecosystem switch
    {
        Ecosystem.Npm => NpmPackageJson.Apply(record, content.Files),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.Ecosystem, "No reader for this ecosystem's archives."),
    };

    private static int BytesWanted(Ecosystem ecosystem, string path) =>
        ReadmeFile.Is(path) ? ReadmeFile.MaxBytes : ecosystem == Ecosystem.Npm && path == NpmPackageJson.FileName ? int.MaxValue : 0;
}
