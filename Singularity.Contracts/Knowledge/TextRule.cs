using System.Buffers;

namespace Singularity.Contracts.Knowledge;

/// <summary>What texts may hold. Each method returns null when the text is fine, else a sentence that names field and limit.</summary>
internal static class TextRule
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string? Id(string field, string? text) =>
        text is { Length: > 0 and <= KnowledgeLimits.InstanceId } && !text.AsSpan().ContainsAnyExcept(IdCharacters)
            ? null
            : $"{field} is 1 to {KnowledgeLimits.InstanceId} of A-Z a-z 0-9 - _.";

    /// <summary>One line.</summary>
    public static string? Line(string field, string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !string.IsNullOrWhiteSpace(text) && IsClean(text, mayBreak: false)
            ? null
            : $"{field} is 1 to {longest} characters, not blank, without control characters.";

    /// <summary>Lines.</summary>
    public static string? Lines(string field, string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !string.IsNullOrWhiteSpace(text) && IsClean(text, mayBreak: true)
            ? null
            : $"{field} is 1 to {longest} characters, not blank, without control characters other than tab and line end.";

    public static string? Count<T>(string field, IReadOnlyList<T> items, int most) => items.Count <= most ? null : $"{field} has at most {most} entries.";

    // PostgreSQL stores no NUL, terminals obey control characters, and half a surrogate pair is no text.
    private static bool IsClean(string text, bool mayBreak)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(mayBreak && c is ('\n' or '\r' or '\t')))
            {
                return false;
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
