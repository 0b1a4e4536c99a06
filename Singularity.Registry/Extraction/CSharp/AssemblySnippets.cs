using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.CSharp;

internal enum AssemblyPart
{
    Types,
    Examples,
    Members,
}

/// <summary>One assembly's API joined with its documentation.</summary>
internal sealed class AssemblySnippets
{
    private readonly string _path;
    private readonly string? _documentsPath;
    private readonly IReadOnlyList<ApiSymbol> _symbols;
    private readonly Dictionary<string, MemberDocumentation> _documents = new(StringComparer.Ordinal);

    public AssemblySnippets(string path, ArchiveFile? documents, IReadOnlyList<ApiSymbol> symbols)
    {
        (_path, _documentsPath, _symbols) = (path, documents?.Path, symbols);
        foreach (var member in documents is null ? [] : XmlDocumentation.Read(documents.Content))
        {
            _documents.TryAdd(member.Id, member);
        }
    }

    public void AddTo(SnippetSink snippets, AssemblyPart part, string language)
    {
        foreach (var symbol in _symbols)
        {
            if (snippets.IsFull)
            {
                return;
            }

            var documents = _documents.GetValueOrDefault(symbol.DocumentationId);
            if (part != AssemblyPart.Examples)
            {
                if (symbol.IsType == (part == AssemblyPart.Types))
                {
                    snippets.Add(SnippetKind.Signature, _path, 1, symbol.Name, symbol.Declaration, language, documents?.Summary, symbol.Name);
                }

                continue;
            }

            foreach (var example in documents?.Examples ?? [])
            {
                var description = example.Introduction.Length > 0 ? example.Introduction : documents!.Summary;
                snippets.Add(SnippetKind.Doctest, _documentsPath!, example.Line, symbol.Name, example.Code, language, description, symbol.Name);
            }
        }
    }
}
