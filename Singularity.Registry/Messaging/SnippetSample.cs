using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Messaging;

/// <summary>Enough of a package's snippets to see what it is like.</summary>
internal static class SnippetSample
{
    private const int Signatures = 10;
    private const int Examples = 5;
    private const int ShortestName = 3;

    /// <summary>A sample's snippet, in tokens; a whole file of examples is none.</summary>
    private const int MaxTokens = 1_000;

    public static IReadOnlyList<Snippet> Take(IReadOnlyList<Snippet> snippets) =>
    [
        .. MostUsed(snippets).Take(Signatures),
        .. ExampleRankingOf(snippets).Take(Examples),
    ];

    public static IReadOnlyDictionary<string, int> Count(IReadOnlyList<Snippet> snippets) =>
        snippets.CountBy(static s => s.Kind).OrderBy(static k => k.Key).ToDictionary(static k => SnippetKinds.Name(k.Key), static k => k.Value, StringComparer.Ordinal);

    /// <summary>Signatures by how often the package's own examples call them; those they do not call follow as they stand.</summary>
    private static IEnumerable<Snippet> MostUsed(IReadOnlyList<Snippet> snippets)
    {
        var uses = snippets.Where(static s => SnippetParts.IsExample(s.Kind))
            .SelectMany(static s => Words(s.Code, callsOnly: true))
            .CountBy(static word => word, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return snippets.Where(static s => s.Kind is SnippetKind.Signature && s.Tokens <= MaxTokens)
            .DistinctBy(static s => Name(s), StringComparer.Ordinal)
            .OrderByDescending(s => uses.GetValueOrDefault(Name(s)));
    }

    /// <summary>What the reader would type: the last part of the symbol.</summary>
    private static string Name(Snippet snippet) => Words(snippet.Symbol ?? snippet.Title, callsOnly: false).LastOrDefault(snippet.Title);

    /// <summary>Names of three letters and more: shorter ones are variables of a loop.</summary>
    private static IEnumerable<string> Words(string text, bool callsOnly)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0 && i - start >= ShortestName && (!callsOnly || (i < text.Length && text[i] is '(')))
            {
                yield return text[start..i];
            }

            start = -1;
        }
    }

    private static IEnumerable<Snippet> ExampleRankingOf(IReadOnlyList<Snippet> snippets) =>
        Search.ExampleRanking.InOrder([.. snippets.Where(static s => SnippetParts.IsExample(s.Kind) && s.Tokens <= MaxTokens)]);
}
