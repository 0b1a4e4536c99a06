using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Cuts a file of Elixir into signatures and examples.</summary>
internal static class ElixirSnippets
{
    public static void Add(SnippetSink snippets, string path, string text)
    {
        foreach (var module in ElixirParser.Parse(text).Where(static m => m.IsPublic))
        {
            foreach (var member in module.Members.Prepend(module.Self))
            {
                Add(snippets, path, member);
            }
        }
    }

    private static void Add(SnippetSink snippets, string path, ElixirMember member)
    {
        var summary = ElixirDocs.Summary(member.Doc?.Text);
        var description = member.Deprecated is null ? summary : $"Deprecated: {member.Deprecated.Trim()} {summary}";
        snippets.Add(SnippetKind.Signature, path, member.Line, member.Symbol, member.Code, "elixir", description, member.Symbol);
        if (member.Doc is { } doc)
        {
            ElixirDocs.AddExamples(snippets, path, member.Symbol, doc);
        }
    }
}
