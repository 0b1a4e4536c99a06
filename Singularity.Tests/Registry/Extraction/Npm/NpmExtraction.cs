using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Npm;

namespace Singularity.Tests.Registry.Extraction.Npm;

/// <summary>Runs the npm extractor over files given as text.</summary>
internal static class NpmExtraction
{
    /// <summary>Of the package demo; a package.json is added when there is none.</summary>
    public static IReadOnlyList<Snippet> Extract(params (string Path, string Content)[] files)
    {
        var extractor = new NpmExtractor();
        var kept = files.Append(("package.json", "{}")).DistinctBy(f => f.Item1).Where(f => extractor.BytesWanted(f.Item1) > 0)
            .ToDictionary(f => f.Item1, f => new ArchiveFile(f.Item1, Encoding.UTF8.GetBytes(f.Item2), Encoding.UTF8.GetByteCount(f.Item2)));
        var record = new PackageRecord { Ecosystem = Ecosystem.Npm, Name = "demo", Version = "1.0.0", CollectedAt = default, ValidatedAt = default };
        var sink = new SnippetSink(record.Purl);
        extractor.Extract(record, new PackageFiles(kept, kept), sink);
        return sink.Snippets;
    }

    /// <summary>Symbol and code of every signature.</summary>
    public static IReadOnlyList<(string Symbol, string Code)> Signatures(params (string Path, string Content)[] files) =>
        [.. Extract(files).Where(s => s.Kind == SnippetKind.Signature).Select(s => (s.Symbol!, s.Code))];

    public static IReadOnlyList<string> Symbols(params (string Path, string Content)[] files) =>
        [.. Signatures(files).Select(s => s.Symbol)];
}
