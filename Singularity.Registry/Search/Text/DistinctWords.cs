using System.Text;

namespace Singularity.Registry.Search.Text;

/// <summary>The words of a long text, each once: what a README is about, not how often it says it.</summary>
internal static class DistinctWords
{
    /// <summary>Characters that are read; a README says what it is about before.</summary>
    private const int MostCharacters = 50_000;

    /// <summary>At most so many words that say something, in order, as they are written where they stand first.</summary>
    public static string Of(string? text, int most)
    {
        var read = text.AsSpan(0, Math.Min(text?.Length ?? 0, MostCharacters));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var terms = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new StringBuilder();
        for (var start = 0; start < read.Length && seen.Count < most;)
        {
            var end = start;
            while (end < read.Length && char.IsLetterOrDigit(read[end]))
            {
                end++;
            }

            if (AddsTo(terms, read[start..end]))
            {
                words.Append(read[start..end]).Append(' ');
            }

            start = end + 1;
        }

        return words.ToString();
    }

    private static bool AddsTo(HashSet<string>.AlternateLookup<ReadOnlySpan<char>> terms, ReadOnlySpan<char> word)
    {
        var adds = false;
        var reader = new TermReader(word);
        while (reader.Next())
        {
            adds |= !reader.IsStopWord && terms.Add(reader.Term);
        }

        return adds;
    }
}
