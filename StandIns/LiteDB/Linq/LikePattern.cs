namespace LiteDB;

/// <summary>Patterns in which <c>%</c> stands for any text and <c>_</c> for any character.</summary>
internal static class LikePattern
{
    /// <summary>The literal text before the only wildcard, a <c>%</c> at the end; null for any other pattern.</summary>
    public static string PrefixOf(string pattern) =>
        pattern.IndexOfAny(['%', '_']) == pattern.Length - 1 && pattern.EndsWith('%') ? pattern[..^1] : null;

    public static bool Matches(string text, string pattern, Collation collation)
    {
        if (PrefixOf(pattern) is { } prefix)
        {
            return text.StartsWith(prefix, collation.Comparison);
        }

        // Greedy with one step back: after a mismatch the last % swallows one more character.
        var (at, position, star, mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (position < pattern.Length && pattern[position] == '%')
            {
                (star, mark) = (position++, at);
            }
            else if (position < pattern.Length && (pattern[position] == '_' || Same(text[at], pattern[position], collation)))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                (position, at) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(position).IndexOfAnyExcept('%') < 0;
    }

    private static bool Same(char left, char right, Collation collation) =>
        left == right || (collation.IgnoresCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
