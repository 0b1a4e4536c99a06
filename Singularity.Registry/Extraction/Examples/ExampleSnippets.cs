using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.Examples;

/// <summary>Cuts example files into snippets: a small one whole, a large one at its blank lines.</summary>
internal static class ExampleSnippets
{
    /// <summary>Files read; the outermost come first.</summary>
    public const int MaxFiles = 200;

    /// <summary>Bytes of all files read together.</summary>
    public const int MaxTotal = 2 * 1024 * 1024;

    /// <param name="package">The package's name, whose own folder holds no examples.</param>
    public static void Cut(SnippetSink snippets, string package, IEnumerable<ArchiveFile> files)
    {
        var module = package.Replace('-', '_');
        var left = MaxTotal;
        foreach (var file in files
            .Where(f => ExampleFile.Is(f.Path) && f.IsWhole && f.Size <= ExampleFile.MaxBytes)
            .Where(f => !ExampleFile.Folder(f.Path).Equals(module, StringComparison.OrdinalIgnoreCase))
            .OrderBy(f => f.Path.AsSpan().Count('/'))
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .Take(MaxFiles))
        {
            left -= file.Content.Length;
            if (left < 0 || snippets.IsFull)
            {
                return;
            }

            Cut(snippets, file.Path, TextFile.Decode(file.Content, isWhole: true));
        }
    }

    private static void Cut(SnippetSink snippets, string path, string text)
    {
        var lines = TextLines.Of(text);
        if (GeneratedText.Is(lines))
        {
            return;
        }

        var language = ExampleFile.Language(path);
        var start = LeadingComment.EndOfLicense(lines);
        foreach (var (first, end) in ExamplePieces.Cut(lines, start))
        {
            var code = TextLines.Join(lines.AsSpan(first, end - first), out var offset);
            if (offset >= 0)
            {
                var words = LeadingComment.Words(lines.AsSpan(first + offset, end - first - offset));
                snippets.Add(SnippetKind.Example, path, first + offset + 1, ExampleFile.Title(path), code, language, words);
            }
        }
    }
}
