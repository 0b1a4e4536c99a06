namespace Singularity.Registry.Extraction.Changelog;

/// <summary>The heading of one version's changes.</summary>
/// <param name="Version">As written, without v; null where it is not released yet.</param>
/// <param name="Date">yyyy-MM-dd, or null.</param>
/// <param name="IsBare">Nothing but version, date and the word for version: such a line is a heading even in plain text.</param>
internal sealed record ReleaseTitle(string? Version, string? Date, bool IsBare)
{
    private const int MaxVersion = 64;

    /// <summary>Words that may stand beside the version.</summary>
    private static readonly HashSet<string> Lead = new(StringComparer.OrdinalIgnoreCase)
    {
        "version", "versions", "release", "released", "changes", "changelog", "what's", "new", "in", "for", "notes", "ver", "the", "date", "",
    };

    /// <summary>Null when the heading is none of a version.</summary>
    public static ReleaseTitle? Parse(string heading)
    {
        var words = ReleaseDate.Words(heading);
        var date = ReleaseDate.Find(words);
        if (Array.Exists(words, static w => Plain(w).Equals("unreleased", StringComparison.OrdinalIgnoreCase)))
        {
            return new ReleaseTitle(null, date?.Text, IsBare: words.Length == 1);
        }

        var names = 0;
        for (var i = 0; i < words.Length && names < 2; i++)
        {
            if (IsInside(date, i) || Lead.Contains(Plain(words[i])))
            {
                continue;
            }

            if (VersionIn(words[i], mayBeOneNumber: i > 0 && Plain(words[i - 1]).ToUpperInvariant() is "VERSION" or "RELEASE" or "VER") is not { } version)
            {
                names++;
                continue;
            }

            var isAlone = !Enumerable.Range(i + 1, words.Length - i - 1).Any(k => !IsInside(date, k) && !Lead.Contains(Plain(words[k])));
            // "Node 18.0 support" is about something else.
            return names == 0 || isAlone || words[i].EndsWith(':') ? new ReleaseTitle(version, date?.Text, isAlone && names == 0) : null;
        }

        return null;
    }

    private static bool IsInside(ReleaseDate? date, int word) => date is not null && word >= date.First && word < date.First + date.Count;

    private static string Plain(string word) => word.Trim(':', '.', '-', '/', '_');

    /// <summary>Without "name@" or "name-" before it.</summary>
    private static string? VersionIn(string word, bool mayBeOneNumber)
    {
        var at = word.LastIndexOf('@');
        at = at >= 0 ? at : word.IndexOf("-v", StringComparison.Ordinal);
        return VersionOf(at > 0 ? word.AsSpan(at + 1) : word, mayBeOneNumber);
    }

    /// <summary>A number with points, or any number after "v" or the word for it.</summary>
    private static string? VersionOf(ReadOnlySpan<char> text, bool mayBeOneNumber)
    {
        text = text.TrimEnd(":.;-/");
        var hasMark = text.Length > 1 && text[0] is 'v' or 'V' && char.IsAsciiDigit(text[1]);
        text = hasMark ? text[1..] : text;
        if (text.Length is 0 or > MaxVersion || !char.IsAsciiDigit(text[0]))
        {
            return null;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '+' or '_' or '!'))
            {
                return null;
            }
        }

        var point = text.IndexOf('.');
        var isDotted = point > 0 && char.IsAsciiDigit(text[point + 1]) && !text[..point].ContainsAnyExceptInRange('0', '9');
        var isNumber = (hasMark || mayBeOneNumber) && text.Length <= 4 && !text.ContainsAnyExceptInRange('0', '9');
        return isDotted || isNumber ? text.ToString() : null;
    }
}
