namespace Singularity.Registry.Search.Text;

/// <summary>The terms of a query, each once, in order; without its stop words unless it has nothing else.</summary>
internal static class SearchTerms
{
    /// <summary>Number of this way of cutting and stemming; what was indexed by another is indexed anew.</summary>
    public const short Format = 1;

    /// <summary>More terms than this say nothing more.</summary>
    private const int Most = 64;

    public static IReadOnlyList<string> Of(string query)
    {
        var terms = new List<string>();
        var stopWords = new List<string>();
        var reader = new TermReader(query);
        while (terms.Count < Most && reader.Next())
        {
            var list = reader.IsStopWord ? stopWords : terms;
            var term = reader.Term.ToString();
            if (list.Count < Most && !list.Contains(term))
            {
                list.Add(term);
            }
        }

        return terms.Count > 0 ? terms : stopWords;
    }
}
