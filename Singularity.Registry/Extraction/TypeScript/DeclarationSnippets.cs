using System.Buffers;
using System.Text;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Writes declarations as signatures, and the code in their documentation as examples.</summary>
internal sealed class DeclarationSnippets(SnippetSink sink)
{
    /// <summary>Characters of a type's listing; what is left out of it is written on its own.</summary>
    private const int MaxListing = 1_200;

    private static readonly SearchValues<string> HidingTags =
        SearchValues.Create(["@internal", "@hidden", "@private", "@ignore", "@api", "@access"], StringComparison.Ordinal);

    private readonly Queue<(Declaration Declaration, string Symbol, bool IsListed)> _members = new();

    public bool IsFull => sink.IsFull;

    /// <summary>Writes the members of the types written before: where not all fits, every type is known rather than all of the first.</summary>
    public void WriteMembers()
    {
        while (!IsFull && _members.TryDequeue(out var type))
        {
            foreach (var member in type.Declaration.Members.Where(static m => m.Name.Length > 0))
            {
                WriteMember(type.Declaration.Scope.Source, type.Declaration, type.Symbol, member, type.IsListed);
            }
        }
    }

    /// <param name="symbol">The path by which it is imported; its last part replaces the local name.</param>
    public void Write(Declaration declaration, string symbol)
    {
        var source = declaration.Scope.Source;
        var doc = Doc(source, declaration.Doc);
        if (doc.IsHidden)
        {
            return;
        }

        var head = Head(declaration, source, symbol, doc);
        var (listing, isWhole) = List(source, declaration, head);
        Add(source, declaration.Start, symbol, listing, doc, declaration.Doc);
        if (declaration.Kind != DeclarationKind.Enum)
        {
            _members.Enqueue((declaration, symbol, isWhole));
        }
    }

    public static ScriptDoc Doc(ScriptSource source, int index) =>
        index < 0 ? ScriptDoc.None : ScriptDocReader.Read(source.Text.AsSpan(source.Docs[index].Start..source.Docs[index].End));

    public void Add(ScriptSource source, int offset, string symbol, string code, ScriptDoc doc, int docIndex)
    {
        var language = source.IsJavaScript ? "javascript" : "typescript";
        sink.Add(SnippetKind.Signature, source.Path, source.LineOf(offset), symbol, code, language, doc.Description, symbol);
        foreach (var example in doc.Examples)
        {
            var line = source.LineOf(source.Docs[docIndex].Start) + example.Line;
            sink.Add(SnippetKind.Doctest, source.Path, line, symbol, example.Code, example.Language ?? language, doc.Summary, symbol);
        }
    }

    private void WriteMember(ScriptSource source, Declaration declaration, string symbol, Member member, bool isListed)
    {
        // What has no words of its own and stands in its type's listing needs no entry besides.
        if (isListed && !member.IsCallable && member.Doc < 0)
        {
            return;
        }

        var doc = Doc(source, member.Doc);
        if (!doc.IsHidden)
        {
            var code = declaration.Scope.Source.IsJavaScript
                ? JavaScriptSignature.OfMember(source, member, doc)
                : SignatureText.OneLine(source.Text.AsSpan(member.Start..member.End));
            var separator = member.Name[0] == '[' ? "" : ".";
            Add(source, member.Start, symbol + separator + member.Name, code, doc, member.Doc);
        }
    }

    /// <summary>Without reading the whole comment of each member twice.</summary>
    private static bool IsHidden(ScriptSource source, int doc) =>
        doc >= 0 && source.Text.AsSpan(source.Docs[doc].Start..source.Docs[doc].End).ContainsAny(HidingTags) && Doc(source, doc).IsHidden;

    private static string Head(Declaration declaration, ScriptSource source, string symbol, ScriptDoc doc)
    {
        var name = symbol[(symbol.LastIndexOfAny(['.', '#']) + 1)..];
        if (source.IsJavaScript && declaration.Kind == DeclarationKind.Function)
        {
            return JavaScriptSignature.OfFunction(name, source.Text.AsSpan(declaration.NameStart..declaration.End), doc);
        }

        var keyword = declaration.Kind == DeclarationKind.Variable && declaration.Start == declaration.NameStart
            ? "const "
            : source.Text.AsSpan(declaration.Start, declaration.NameStart - declaration.Start);
        return SignatureText.OneLine(string.Concat(
            keyword, declaration.Name.Length == 0 ? " " : "", name, source.Text.AsSpan((declaration.NameStart + declaration.Name.Length)..declaration.End)));
    }

    private static (string Text, bool IsWhole) List(ScriptSource source, Declaration declaration, string head)
    {
        if (declaration.Kind is not (DeclarationKind.Class or DeclarationKind.Interface or DeclarationKind.Enum))
        {
            return (head, declaration.Members.Count == 0 || !head.EndsWith('…'));
        }

        var text = new StringBuilder(head).Append(" {");
        var separator = declaration.Kind == DeclarationKind.Enum ? ',' : ';';
        foreach (var member in declaration.Members.Where(m => !IsHidden(source, m.Doc)))
        {
            var line = source.IsJavaScript && member.IsCallable
                ? JavaScriptSignature.OfMember(source, member, ScriptDoc.None)
                : SignatureText.OneLine(source.Text.AsSpan(member.Start..member.End), MaxListing / 4);
            if (text.Length + line.Length > MaxListing)
            {
                return (text.Append("\n  …\n}").ToString(), false);
            }

            text.Append("\n  ").Append(line).Append(separator);
        }

        return (text.Append(declaration.Members.Count == 0 ? "}" : "\n}").ToString(), true);
    }
}
