using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Python;

/// <summary>Wheels and source distributions: core metadata, the public API of modules, the examples in their documentation strings.</summary>
internal sealed class PythonExtractor : IPackageExtractor
{
    /// <summary>A longer source file is generated data.</summary>
    private const int MaxSource = 2 * 1024 * 1024;

    public Ecosystem Ecosystem => Ecosystem.PyPI;

    public int BytesWanted(string path) =>
        PythonManifest.IsOne(path) || PythonManifest.IsTopLevel(path) ? int.MaxValue : PythonLayout.IsSource(path) ? MaxSource : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files) => PythonManifest.Apply(record, files.Code);

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        if (ReadmeFile.Choose(files.Documents.Values) is null && PythonManifest.Find(files.Code) is { } manifest)
        {
            CutDescription(record, manifest, snippets);
        }

        var topLevel = files.Code.Values.Where(f => PythonManifest.IsTopLevel(f.Path))
            .SelectMany(static f => TextFile.Decode(f.Content, f.IsWhole).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal);
        var isBuilt = PythonManifest.FindOfWheel(files.Code) is not null;
        var sources = PythonLayout.Find([.. files.Code.Keys], isBuilt, isBuilt ? [] : topLevel);
        new PythonApi(sources, files.Code).Write(snippets);
    }

    /// <summary>What a package shows of itself where its archive has no README: the description of its metadata.</summary>
    private static void CutDescription(PackageRecord record, ArchiveFile manifest, SnippetSink snippets)
    {
        var text = TextFile.Decode(manifest.Content, manifest.IsWhole);
        var info = CoreMetadata.Parse(text);
        var line = CoreMetadata.DescriptionLine(text) - 1;
        if (info.DescriptionContentType?.StartsWith("text/markdown", StringComparison.OrdinalIgnoreCase) == true)
        {
            foreach (var s in MarkdownSnippets.Cut(record.Purl, manifest.Path, info.Description ?? ""))
            {
                snippets.Add(s.Kind, s.Path, line + s.Line, s.Title, s.Code, s.Language, s.Description);
            }

            return;
        }

        foreach (var example in PythonExamples.Find(info.Description ?? ""))
        {
            snippets.Add(
                SnippetKind.Readme, manifest.Path, line + example.Line + 1, record.Name, example.Code, example.Language, example.Paragraph);
        }
    }
}
