namespace Singularity.Registry.Extraction.Examples;

/// <summary>Where to cut a file that is too long for one snippet.</summary>
internal static class ExamplePieces
{
    /// <summary>Up to this a file stays whole, and no piece is longer.</summary>
    public const int MaxLines = 200;

    /// <summary>Characters, likewise.</summary>
    public const int MaxCharacters = 8 * 1024;

    /// <summary>Words that go on with what stands above a blank line.</summary>
    private static readonly string[] Continuations =
        ["}", ")", "]", "end", "else", "elif", "except", "finally", "catch", "rescue", "after", "when", "and ", "or ", "."];

    /// <summary>First line and the line after the last of each piece, in order, all lines covered once.</summary>
    public static IEnumerable<(int First, int End)> Cut(string[] lines, int start)
    {
        while (start < lines.Length)
        {
            var end = EndOf(lines, start);
            yield return (start, end);
            start = end;
        }
    }

    /// <summary>All that is left if it fits, else up to the last good place to cut, else as much as fits.</summary>
    private static int EndOf(string[] lines, int start)
    {
        var (characters, best, bestRank) = (0, -1, 0);
        for (var i = start; i < lines.Length; i++)
        {
            characters += lines[i].Length + 1;
            if (i > start && (i - start >= MaxLines || characters > MaxCharacters))
            {
                return best > start ? best : i;
            }

            var rank = i > start ? Rank(lines, i) : 0;
            if (rank > 0 && rank >= bestRank)
            {
                (best, bestRank) = (i, rank);
            }
        }

        return lines.Length;
    }

    /// <summary>How well a piece may begin here: 2 at something new at the left margin, 1 after any other blank line.</summary>
    private static int Rank(string[] lines, int at)
    {
        if (!string.IsNullOrWhiteSpace(lines[at - 1]) || string.IsNullOrWhiteSpace(lines[at]))
        {
            return 0;
        }

        return char.IsWhiteSpace(lines[at][0]) || Array.Exists(Continuations, w => lines[at].StartsWith(w, StringComparison.Ordinal)) ? 1 : 2;
    }
}
