using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.Changelog;
using Singularity.Registry.Extraction.Examples;
using Singularity.Registry.Extraction.Markdown;
using Singularity.Registry.Extraction.Rst;

namespace Singularity.Registry.Extraction;

/// <summary>What packages of every ecosystem have for their readers: README, change log and example folders.</summary>
internal static class DocumentSnippets
{
    /// <summary>How many bytes of the file with this path are wanted at most; 0 leaves it out.</summary>
    public static int BytesWanted(string path) =>
        ReadmeFile.Is(path) ? ReadmeFile.MaxBytes
        : ChangelogFile.Is(path) ? ChangelogFile.MaxBytes
        : ExampleFile.Is(path) ? ExampleFile.MaxBytes
        : 0;

    /// <summary>The chosen README as text, or null.</summary>
    public static (string Path, string Text)? Readme(IReadOnlyDictionary<string, ArchiveFile> documents) => Text(ReadmeFile.Choose(documents.Values));

    public static void Cut(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> documents, SnippetSink snippets)
    {
        if (Readme(documents) is { } readme)
        {
            CutReadme(readme.Path, readme.Text, snippets);
        }

        ExampleSnippets.Cut(snippets, record.Name, documents.Values);
        if (Text(ChangelogFile.Choose(documents.Values)) is { } changelog)
        {
            ChangelogSnippets.Cut(snippets, changelog.Path, changelog.Text);
        }
    }

    private static void CutReadme(string path, string text, SnippetSink snippets)
    {
        if (ReadmeFile.IsRst(path, text))
        {
            RstSnippets.Cut(snippets, path, text);
            return;
        }

        foreach (var s in MarkdownSnippets.Cut(snippets.Purl, path, text))
        {
            snippets.Add(s.Kind, s.Path, s.Line, s.Title, s.Code, s.Language, s.Description, s.Symbol);
        }
    }

    private static (string Path, string Text)? Text(ArchiveFile? file) => file is null ? null : (file.Path, TextFile.Decode(file.Content, file.IsWhole));
}
