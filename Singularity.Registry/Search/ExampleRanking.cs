using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>Puts the snippets of one package in the order of their use to a reader.</summary>
internal static class ExampleRanking
{
    /// <summary>By BM25 over title, symbol, description and code; without a query as they stand, the publisher's own examples first.</summary>
    public static IReadOnlyList<Snippet> Rank(string? query, IReadOnlyList<Snippet> snippets) => string.IsNullOrWhiteSpace(query)
        ? [.. snippets.OrderBy(static s => Weight(s.Kind))]
        : [.. Bm25.Rank(query, snippets, Text, snippets.Count).Select(static hit => hit.Item)];

    /// <summary>Whole snippets in their order while limit and budget last; one that is too large does not end it.</summary>
    public static (IReadOnlyList<Snippet> Taken, int Tokens) Take(IReadOnlyList<Snippet> ranked, int limit, int? tokenBudget)
    {
        var taken = new List<Snippet>();
        var tokens = 0;
        foreach (var snippet in ranked)
        {
            if (taken.Count == limit)
            {
                break;
            }

            if (tokenBudget is null || tokens + snippet.Tokens <= tokenBudget)
            {
                tokens += snippet.Tokens;
                taken.Add(snippet);
            }
        }

        return (taken, tokens);
    }

    private static int Weight(SnippetKind kind) => kind switch
    {
        SnippetKind.Readme => 0,
        SnippetKind.Example => 1,
        SnippetKind.Doctest => 2,
        _ => 3,
    };

    private static string Text(Snippet snippet) => $"{snippet.Title} {snippet.Title} {snippet.Symbol} {snippet.Description} {snippet.Code}";
}
