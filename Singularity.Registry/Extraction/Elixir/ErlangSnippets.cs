using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Cuts a file of Erlang into signatures and examples: hex.pm is the registry of both languages.</summary>
internal static class ErlangSnippets
{
    public static void Add(SnippetSink snippets, string path, string text)
    {
        foreach (var member in ErlangModule.Read(text))
        {
            snippets.Add(SnippetKind.Signature, path, member.Line, member.Symbol, member.Code, "erlang", ElixirDocs.Summary(member.Doc?.Text), member.Symbol);
            if (member.Doc is { } doc)
            {
                ElixirDocs.AddExamples(snippets, path, member.Symbol, doc, "erlang");
            }
        }
    }
}
