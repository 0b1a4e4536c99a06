using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.Python;

/// <summary>Reads all modules of an archive and writes down what is public.</summary>
internal sealed class PythonApi
{
    private const string Language = "python";

    /// <summary>Classes within classes are followed this deep.</summary>
    private const int MaxNesting = 4;

    /// <summary>What declares each module: its stub where there is one.</summary>
    private readonly Dictionary<string, PythonModule> _modules = new(StringComparer.Ordinal);

    /// <summary>The code of each module, where documentation is written even if a stub declares it.</summary>
    private readonly Dictionary<string, PythonModule> _code = new(StringComparer.Ordinal);

    public PythonApi(IEnumerable<PythonFile> files, IReadOnlyDictionary<string, ArchiveFile> contents)
    {
        foreach (var file in files.OrderByDescending(static f => f.IsStub))
        {
            var content = contents[file.Path];
            var module = PythonReader.Read(file.Module, file.Path, file.IsPackage, TextFile.Decode(content.Content, content.IsWhole));
            _modules.TryAdd(file.Module, module);
            if (!file.IsStub)
            {
                _code.TryAdd(file.Module, module);
            }
        }
    }

    public void Write(SnippetSink snippets)
    {
        var code = new PythonExports(_code);
        foreach (var (name, item) in new PythonExports(_modules).Find())
        {
            if (snippets.IsFull)
            {
                return;
            }

            Write(snippets, item, item.Doc is null || item.Members.Count > 0 ? code.Resolve(name.Module, name.Name) : null, name.Path, 0);
        }

        foreach (var module in _modules.Values.Where(static m => m.IsPublic))
        {
            if ((module.Doc ?? _code.GetValueOrDefault(module.Name)?.Doc) is { } doc)
            {
                WriteExamples(snippets, doc, module.Name);
            }
        }
    }

    /// <param name="code">The definition that the item declares, or itself; null when there is none.</param>
    private static void Write(SnippetSink snippets, PythonItem item, PythonItem? code, string symbol, int depth)
    {
        var doc = item.Doc ?? code?.Doc;
        snippets.Add(SnippetKind.Signature, item.Path, item.Line, symbol, item.Code, Language, doc?.Summary, symbol);
        if (doc is not null)
        {
            WriteExamples(snippets, doc, symbol);
        }

        foreach (var member in depth < MaxNesting ? item.Members.Where(static m => IsPublic(m.Name)) : [])
        {
            Write(snippets, member, code == item ? member : code?.Members.Find(m => m.Name == member.Name), $"{symbol}.{member.Name}", depth + 1);
        }
    }

    private static void WriteExamples(SnippetSink snippets, PythonDoc doc, string symbol)
    {
        foreach (var example in PythonExamples.Find(doc.Text))
        {
            snippets.Add(SnippetKind.Doctest, doc.Path, doc.Line + example.Line, symbol, example.Code, example.Language, example.Paragraph ?? doc.Summary, symbol);
        }
    }

    /// <summary>How objects are made and called belongs to the API; the other special methods are what operators say.</summary>
    private static bool IsPublic(string name) => name[0] != '_' || name is "__init__" or "__new__" or "__call__";
}
