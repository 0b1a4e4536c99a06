using System.Text.RegularExpressions;

namespace LiteDB;

/// <summary>Sizes as connection strings write them: <c>4096</c>, <c>10MB</c>, <c>1 gb</c>.</summary>
internal static partial class FileSize
{
    public static long Parse(string text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true } match)
        {
            return 0;
        }

        var factor = char.ToLowerInvariant(match.Groups["unit"].ValueSpan is [var unit, ..] ? unit : 'b') switch
        {
            't' => 1L << 40,
            'g' => 1L << 30,
            'm' => 1L << 20,
            'k' => 1L << 10,
            _ => 1L,
        };
        return long.Parse(match.Groups["count"].ValueSpan) * factor;
    }

    [GeneratedRegex(@"^\s*(?<count>\d+)\s*(?<unit>[tgmk]?b?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
