using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Messaging;

/// <summary>Enough of a package's snippets to see what it is like.</summary>
internal static class SnippetSample
{
    private const int Signatures = 10;
    private const int Examples = 5;

    /// <summary>A sample's snippet, in tokens; a whole file of examples is none.</summary>
    private const int MaxTokens = 1_000;

    public static IReadOnlyList<Snippet> Take(IReadOnlyList<Snippet> snippets) =>
    [
        .. snippets.Where(static s => s.Kind is SnippetKind.Signature && s.Tokens <= MaxTokens).Take(Signatures),
        .. ExampleRankingOf(snippets).Take(Examples),
    ];

    public static IReadOnlyDictionary<string, int> Count(IReadOnlyList<Snippet> snippets) =>
        snippets.CountBy(static s => s.Kind).OrderBy(static k => k.Key).ToDictionary(static k => SnippetKinds.Name(k.Key), static k => k.Value, StringComparer.Ordinal);

    private static IEnumerable<Snippet> ExampleRankingOf(IReadOnlyList<Snippet> snippets) =>
        Search.ExampleRanking.Rank(null, [.. snippets.Where(static s => SnippetParts.IsExample(s.Kind) && s.Tokens <= MaxTokens)]);
}
