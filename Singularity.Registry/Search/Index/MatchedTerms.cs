namespace Singularity.Registry.Search.Index;

/// <summary>Which words of a query a hit has.</summary>
internal static class MatchedTerms
{
    public static List<string> Of(IReadOnlyList<QueryWord> words, Entry entry) =>
        [.. words.Where(word => word.Term is { } term && (entry.Terms.Contains(term.Id) || entry.Anchors.Contains(term.Id))).Select(static word => word.Text)];
}
