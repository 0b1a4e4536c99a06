using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Extraction;

/// <summary>Turns verified archives into the record and snippets that are stored.</summary>
internal sealed class PackageReader(IEnumerable<IPackageExtractor> extractors, IOptions<ArchiveLimits> limits, TimeProvider time, ILogger<PackageReader> logger)
{
    private readonly Dictionary<Ecosystem, IPackageExtractor> _extractors = extractors.ToDictionary(static e => e.Ecosystem);

    /// <param name="package">As found; its record supplies what the archives do not say.</param>
    /// <param name="archives">Those of its sources, in their order; empty when it was published without.</param>
    /// <param name="progress">Told of the stage extract; may be null.</param>
    public async Task<PackageReading> ReadAsync(
        UpstreamPackage package, IReadOnlyList<SourceArchive> archives, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var extractor = _extractors[package.Record.Ecosystem];
            var contents = new List<(ArchiveUse Use, ArchiveContent Content)>();
            foreach (var (source, archive) in archives)
            {
                var content = await PackageArchives.ReadAsync(
                    archive.OpenRead(),
                    source.Layout,
                    limits.Value,
                    path => BytesWanted(extractor, source.Use, path),
                    entries => progress?.Report(new UpstreamProgress(UpstreamStages.Extract, entries, null)),
                    cancellationToken);
                contents.Add((source.Use, content));
            }

            return Read(package.Record, extractor, archives, contents);
        }
        catch (ArchiveException exception)
        {
            return new PackageReading.Bad(
                $"The archive of {package.Record.Ecosystem.PurlType()}:{package.Record.Name}@{package.Record.Version} {exception.Message} Nothing was stored.");
        }
    }

    private PackageReading.Read Read(
        PackageRecord found, IPackageExtractor extractor, IReadOnlyList<SourceArchive> archives, List<(ArchiveUse Use, ArchiveContent Content)> contents)
    {
        var files = new PackageFiles(Files(contents, ArchiveUse.Code), Files(contents, ArchiveUse.Documents));
        var record = found with { CollectedAt = time.GetUtcNow() };
        if (archives.Count > 0)
        {
            var first = archives[0].Archive;
            record = extractor.Describe(record, files);
            record = record with
            {
                Readme = DocumentSnippets.Readme(files.Documents)?.Text ?? record.Readme,
                Archive = new PackageArchive(first.Checksum.Algorithm, first.Checksum.Value, Verified: true, first.Size, contents[0].Content.FileCount),
            };
        }

        var snippets = new SnippetSink(record.Purl);
        DocumentSnippets.Cut(record, files.Documents, snippets);
        extractor.Extract(record, files, snippets);
        if (snippets.LeftOut > 0)
        {
            ExtractionLog.SnippetsLeftOut(logger, record.Purl, snippets.LeftOut, snippets.Snippets.Count);
        }

        return new PackageReading.Read(
            new CollectedPackage(record, snippets.Snippets),
            new ReadingNumbers(
                archives.Sum(static a => a.Archive.Size), contents.Sum(static c => c.Content.FileBytes),
                contents.Sum(static c => c.Content.FileCount), contents.Sum(static c => c.Content.Skipped)));
    }

    private static Dictionary<string, ArchiveFile> Files(List<(ArchiveUse Use, ArchiveContent Content)> contents, ArchiveUse use)
    {
        var result = new Dictionary<string, ArchiveFile>(StringComparer.Ordinal);
        foreach (var file in contents.Where(c => c.Use.HasFlag(use)).SelectMany(static c => c.Content.Files.Values))
        {
            result.TryAdd(file.Path, file);
        }

        return result;
    }

    private static int BytesWanted(IPackageExtractor extractor, ArchiveUse use, string path) =>
        Math.Max(use.HasFlag(ArchiveUse.Code) ? extractor.BytesWanted(path) : 0, use.HasFlag(ArchiveUse.Documents) ? DocumentSnippets.BytesWanted(path) : 0);
}

/// <summary>A downloaded archive and what is read from it.</summary>
internal sealed record SourceArchive(ArchiveSource Source, VerifiedArchive Archive);
