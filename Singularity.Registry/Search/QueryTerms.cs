namespace Singularity.Registry.Search;

/// <summary>Words as keyword search sees them.</summary>
internal static class QueryTerms
{
    /// <summary>Lower-case runs of letters and digits; a camelCase word gives its parts as well as the whole.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = -1;
        var part = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inWord && start < 0)
            {
                (start, part) = (i, i);
            }
            else if (inWord && char.IsUpper(text[i]) && char.IsLower(text[i - 1]))
            {
                yield return text[part..i].ToLowerInvariant();
                part = i;
            }
            else if (!inWord && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                if (part > start)
                {
                    yield return text[part..i].ToLowerInvariant();
                }

                (start, part) = (-1, -1);
            }
        }
    }

    /// <summary>The words of the query that stand in the text, or whose singular or plural does.</summary>
    public static IReadOnlyList<string> FoundIn(string query, string text)
    {
        var words = Split(text).Select(Stem).ToHashSet(StringComparer.Ordinal);
        return [.. Split(query).Distinct(StringComparer.Ordinal).Where(term => words.Contains(Stem(term)))];
    }

    /// <summary>Drops a plural s: enough for matching words of names and summaries.</summary>
    public static string Stem(string word) =>
        word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1] : word;
}
