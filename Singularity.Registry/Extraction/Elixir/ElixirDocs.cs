using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>What documentation in Markdown yields: a summary, and its examples.</summary>
internal static class ElixirDocs
{
    private const string Elixir = "elixir";

    /// <summary>The first paragraph on one line, without headings.</summary>
    public static string? Summary(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        foreach (var paragraph in trimmed.Split("\n\n"))
        {
            var words = trimmed[paragraph].Trim();
            if (words.Length > 0 && words[0] != '#')
            {
                var cut = words[..Math.Min(words.Length, SnippetLimits.Description * 2)].ToString();
                return string.Join(' ', cut.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return null;
    }

    /// <param name="symbol">What is documented.</param>
    /// <param name="unmarked">The language of code that names none.</param>
    public static void AddExamples(SnippetSink snippets, string path, string symbol, ElixirDoc doc, string unmarked = Elixir)
    {
        if (!doc.Text.Contains("    ", StringComparison.Ordinal) && !doc.Text.Contains("```", StringComparison.Ordinal))
        {
            return;
        }

        var summary = Summary(doc.Text);
        foreach (var found in CodeBlockFinder.Find(doc.Text))
        {
            var isSession = ElixirSession.Is(found.Code);
            var language = isSession ? Elixir : found.Language ?? (IsCommand(found.Code) ? "bash" : unmarked);
            if (found.Language is null or Elixir or "heex" or "eex" or "erlang" or "erl")
            {
                snippets.Add(
                    SnippetKind.Doctest, path, doc.Line + found.Line - 1, symbol, isSession ? ElixirSession.ToCode(found.Code) : found.Code, language,
                    found.Paragraph ?? summary, symbol);
            }
        }
    }

    private static bool IsCommand(string code) => code.StartsWith("$ ", StringComparison.Ordinal) || code.StartsWith("mix ", StringComparison.Ordinal);
}
