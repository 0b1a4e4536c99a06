using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search;

/// <summary>Puts the snippets of one package in the order of their use to a reader.</summary>
internal sealed class ExampleRanking(SearchModel model, IOptions<IndexOptions> options)
{
    /// <summary>Those that have to do with the query, ranked as in a search of all, by an index of these alone. No other model is asked for their vectors.</summary>
    public IReadOnlyList<SearchHit> Rank(string query, PackageRecord package, IReadOnlyList<Snippet> snippets)
    {
        using var index = new SearchIndex(options.Value.WithoutAnchors(), model.Encoder);
        index.Put(IndexDocuments.Of(package, snippets));
        return
        [
            .. index.Search(new IndexQuery(query, Limit: IndexQuery.MostHits))
                .Where(hit => hit.IsNear(options.Value))
                .Select(hit => IndexedHits.Read(hit, query)),
        ];
    }

    /// <summary>As they stand, the publisher's own examples first.</summary>
    public static IReadOnlyList<Snippet> InOrder(IReadOnlyList<Snippet> snippets) => [.. snippets.OrderBy(static s => Weight(s.Kind))];

    /// <summary>Whole snippets in their order while limit and budget last; one that is too large does not end it.</summary>
    public static (IReadOnlyList<Snippet> Taken, int Tokens) Take(IReadOnlyList<Snippet> ordered, int limit, int tokenBudget)
    {
        var taken = new List<Snippet>();
        var tokens = 0;
        foreach (var snippet in ordered)
        {
            if (taken.Count == limit)
            {
                break;
            }

            if (snippet.Tokens <= tokenBudget - tokens)
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
}
