namespace Singularity.Registry.Search.Index;

/// <summary>The words that other packages' summaries use beside a package's name: what the world says a package is for.</summary>
internal static class AnchorWords
{
    /// <summary>What more packages than this mention is a word of the language, or so well known that others' words add nothing.</summary>
    public const int MostMentions = 2000;

    /// <summary>The most used, ties by text, so that the order in which documents came does not matter; each with how many use it.</summary>
    public static List<(Term Term, int Count)> Choose(ReadOnlySpan<int> mentioning, IReadOnlyList<Entry?> entries, TermTable terms, Entry about, IndexOptions options)
    {
        if (mentioning.Length < options.AnchorMentions || mentioning.Length > MostMentions)
        {
            return [];
        }

        var counts = new Dictionary<int, int>();
        foreach (var slot in mentioning)
        {
            if (entries[slot] is { } entry && !ReferenceEquals(entry, about))
            {
                foreach (var term in entry.Core)
                {
                    counts[term] = counts.GetValueOrDefault(term) + 1;
                }
            }
        }

        return
        [
            .. counts.Where(count => count.Value >= options.AnchorMentions && !about.Terms.Contains(count.Key))
                .Select(count => (Term: terms[count.Key]!, Count: count.Value))
                .OrderByDescending(static anchor => anchor.Count).ThenBy(static anchor => anchor.Term.Text, StringComparer.Ordinal)
                .Take(options.Anchors),
        ];
    }
}
