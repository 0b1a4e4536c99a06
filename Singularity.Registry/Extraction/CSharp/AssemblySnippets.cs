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
    private readonly ILookup<string, MemberDocumentation> _fields;

    public AssemblySnippets(string path, ArchiveFile? documents, IReadOnlyList<ApiSymbol> symbols)
    {
        (_path, _documentsPath, _symbols) = (path, documents?.Path, symbols);
        foreach (var member in documents is null ? [] : XmlDocumentation.Read(documents.Content))
        {
            _documents.TryAdd(member.Id, member);
        }

        var declared = symbols.Select(static s => s.DocumentationId).ToHashSet(StringComparer.Ordinal);
        _fields = _documents.Values
            .Where(d => d.Examples.Count > 0 && d.Id.StartsWith("F:", StringComparison.Ordinal) && !declared.Contains(d.Id))
            .ToLookup(static d => "T:" + d.Id[2..Math.Max(2, d.Id.LastIndexOf('.'))], StringComparer.Ordinal);
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

            AddExamples(snippets, documents, symbol.Name, language);

            // The values of an enumeration are part of its declaration, yet each may have an example.
            foreach (var field in symbol.IsType ? _fields[symbol.DocumentationId] : [])
            {
                AddExamples(snippets, field, $"{symbol.Name}.{field.Id[(field.Id.LastIndexOf('.') + 1)..]}", language);
            }
        }
    }

    private void AddExamples(SnippetSink snippets, MemberDocumentation? documents, string symbol, string language)
    {
        foreach (var example in documents?.Examples ?? [])
        {
            var description = example.Introduction.Length > 0 ? example.Introduction : documents!.Summary;
            snippets.Add(SnippetKind.Doctest, _documentsPath!, example.Line, symbol, example.Code, example.IsProse ? null : language, description, symbol);
        }
    }
}
