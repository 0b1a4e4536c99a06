namespace Singularity.Registry.Search.Index;

/// <summary>The rule for those who know the name: what is called exactly like the query comes first, and what begins like a query of one word comes along.</summary>
internal static class NameMatches
{
    private const int MostPrefixes = 2000;
    private const int ShortestPrefix = 2;

    public static Dictionary<int, NameMatch> Find(IndexState state, string query)
    {
        var matches = new Dictionary<int, NameMatch>();
        var name = query.Trim();
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
        {
            return matches;
        }

        if (name.Length >= ShortestPrefix)
        {
            foreach (var slot in state.Names.Prefix(name, MostPrefixes))
            {
                matches[slot] = NameMatch.Prefix;
            }
        }

        foreach (var slot in state.Names.Exact(name))
        {
            matches[slot] = NameMatch.Exact;
        }

        return matches;
    }
}
