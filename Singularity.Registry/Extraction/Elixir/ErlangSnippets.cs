namespace Singularity.Registry.Extraction.Elixir;
internal static class ErlangSnippets { public static void Add(SnippetSink snippets, string path, string text) { } }
