using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search;

/// <summary>Words of a query in what was found.</summary>
internal static class QueryTerms
{
    /// <summary>The words of the query, in small letters, whose terms are among these; terms that no word has as it stands, such as parts of compounds, as they are.</summary>
    public static IReadOnlyList<string> AsWritten(string query, IReadOnlyList<string> terms)
    {
        var words = Words(query).Distinct(StringComparer.Ordinal).Select(static word => (Word: word, Terms: SearchTerms.Of(word))).ToList();
        return
        [
            .. words.Where(word => word.Terms.Any(terms.Contains)).Select(static word => word.Word),
            .. terms.Where(term => !words.Exists(word => word.Terms.Contains(term))),
        ];
    }

    private static IEnumerable<string> Words(string query)
    {
        var start = 0;
        for (var i = 0; i <= query.Length; i++)
        {
            if (i == query.Length || !char.IsLetterOrDigit(query[i]))
            {
                if (i > start)
                {
                    yield return query[start..i].ToLowerInvariant();
                }

                start = i + 1;
            }
        }
    }
}
