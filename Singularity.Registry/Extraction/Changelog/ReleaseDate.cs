using System.Globalization;

namespace Singularity.Registry.Extraction.Changelog;

/// <summary>A date among words.</summary>
/// <param name="Text">yyyy-MM-dd.</param>
/// <param name="First">Index of its first word.</param>
/// <param name="Count">Its words.</param>
internal sealed record ReleaseDate(string Text, int First, int Count)
{
    private const int MaxWords = 16;

    private const string Iso = "yyyy-MM-dd";

    private static readonly char[] Separators = [' ', '\t', '(', ')', '[', ']', ',', '|', '*', '`', '"', '=', '–', '—', '\u00A0'];

    private static readonly string[] LongFormats = ["d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy", "yyyy MMM d", "yyyy MMMM d"];

    /// <summary>The first words of a line, without brackets, marks and dashes around them.</summary>
    public static string[] Words(string line)
    {
        var words = line.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > MaxWords ? words[..MaxWords] : words;
    }

    /// <summary>Year first in numbers, or with the month as an English word; null when there is none.</summary>
    public static ReleaseDate? Find(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            // Points in between make it a version by date.
            if (words[i].Length is >= 8 and <= 12 && Parse(words[i].Trim(':', '.', '_', ';', '/').Replace('/', '-'), ["yyyy-M-d"]) is { } day)
            {
                return new ReleaseDate(day, i, 1);
            }

            if (i + 2 < words.Length && Parse($"{Plain(words[i])} {Plain(words[i + 1])} {Plain(words[i + 2])}", LongFormats) is { } date)
            {
                return new ReleaseDate(date, i, 3);
            }
        }

        return null;
    }

    private static string? Parse(string text, string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString(Iso, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Without the point of "Sept." and the ending of "1st".</summary>
    private static string Plain(string word)
    {
        var plain = word.Trim('.', ':', ';', '-', '_', '/');
        var isOrdinal = plain.Length is 3 or 4 && char.IsAsciiDigit(plain[0]) && plain[^2..] is "st" or "nd" or "rd" or "th";
        return isOrdinal ? plain[..^2] : plain == "Sept" ? "Sep" : plain;
    }
}
