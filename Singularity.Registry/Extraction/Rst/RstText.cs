using System.Text;

namespace Singularity.Registry.Extraction.Rst;

/// <summary>The words of reStructuredText, without its marks.</summary>
internal static class RstText
{
    /// <summary>Without backquotes, roles, emphasis, substitutions and link targets; null when there are no words.</summary>
    public static string? Of(string text, int maxLength)
    {
        text = text.Length > maxLength * 4 ? text[..(maxLength * 4)] : text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '`' or '*' or '|':
                    break;
                case '_' when i > 0 && text[i - 1] == '`':
                    break;
                case '<' when text.IndexOf(">`", i, StringComparison.Ordinal) is > 0 and var end:
                    i = end;
                    break;
                case ':' when RoleAt(text, i) is > 0 and var length:
                    i += length - 1;
                    break;
                default:
                    result.Append(text[i]);
                    break;
            }
        }

        var words = string.Join(' ', result.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length <= maxLength)
        {
            return words.Any(char.IsLetterOrDigit) ? words : null;
        }

        return words[..(char.IsHighSurrogate(words[maxLength - 2]) ? maxLength - 2 : maxLength - 1)].TrimEnd() + "…";
    }

    /// <summary>Length of <c>:name:</c> when a backquote follows it, else 0.</summary>
    private static int RoleAt(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && end - start < 32 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
        {
            end++;
        }

        return end > start + 1 && end + 1 < text.Length && text[end] == ':' && text[end + 1] == '`' ? end + 1 - start : 0;
    }
}
