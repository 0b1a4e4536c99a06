using System.Buffers;
using System.Text;

namespace Singularity.Registry.Extraction.Python;

/// <summary>The lexical level of Python, version 2 as well as 3: what is a string, a comment, a name.</summary>
internal static class PythonText
{
    /// <summary>A longer statement is data and no signature.</summary>
    private const int MaxLength = 16 * 1024;

    private static readonly SearchValues<char> SingleEnds = SearchValues.Create("'\"\\\n");

    /// <summary>With one kind of line end and without byte order mark.</summary>
    public static string Normalize(string text) =>
        (text.StartsWith('\uFEFF') ? text[1..] : text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c > 127 && char.IsLetter(c));

    public static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > 127 && char.IsLetterOrDigit(c));

    /// <summary>The name at the start; empty when there is none.</summary>
    public static ReadOnlySpan<char> Name(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (end == 0 ? IsNameStart(text[0]) : IsNamePart(text[end])))
        {
            end++;
        }

        return text[..end];
    }

    /// <summary>
    /// The index after the string literal whose opening quote is at <paramref name="quote"/>; an unfinished one ends with its line or, if triple-quoted,
    /// with the text. What is nested in an f-string with the quotes of that string falls apart into several literals, which come in pairs, so that
    /// nothing after them is misread.
    /// </summary>
    public static int AfterString(ReadOnlySpan<char> text, int quote)
    {
        var mark = text[quote];
        var isTriple = IsTriple(text, quote);
        for (var i = quote + (isTriple ? 3 : 1); i < text.Length; i++)
        {
            var next = text[i..].IndexOfAny(SingleEnds);
            if (next < 0)
            {
                return text.Length;
            }

            i += next;
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '\n' && !isTriple)
            {
                return i;
            }
            else if (text[i] == mark && (!isTriple || IsTriple(text, i)))
            {
                return i + (isTriple ? 3 : 1);
            }
        }

        return text.Length;
    }

    public static bool IsTriple(ReadOnlySpan<char> text, int quote) =>
        quote + 2 < text.Length && text[quote + 1] == text[quote] && text[quote + 2] == text[quote];

    /// <summary>One line without comments and superfluous blanks; null when it is too long.</summary>
    /// <param name="isList">Whether the outermost parentheses hold a list; formatters put a comma at its end, which is left out.</param>
    public static string? OneLine(ReadOnlySpan<char> text, bool isList = false)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var result = new StringBuilder(text.Length);
        var depth = 0;
        var isGap = false;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c is '#')
            {
                var end = text[i..].IndexOf('\n');
                i = end < 0 ? text.Length : i + end;
            }
            else if (char.IsWhiteSpace(c) || (c == '\\' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                isGap = true;
                i++;
            }
            else
            {
                AppendGap(result, ref isGap, c, isList && depth == 1);
                var end = c is '"' or '\'' ? AfterString(text, i) : i + 1;
                depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
                result.Append(text[i..end]);
                i = end;
            }
        }

        return result.ToString();
    }

    private static void AppendGap(StringBuilder result, ref bool isGap, char next, bool inList)
    {
        if (next is ')' && inList && isGap && result.Length > 0 && result[^1] == ',')
        {
            result.Length--;
        }

        var last = result.Length == 0 ? '(' : result[^1];
        if (isGap && last is not ('(' or '[' or '{') && next is not (')' or ']' or '}' or ','))
        {
            result.Append(' ');
        }

        isGap = false;
    }

    /// <summary>The index of the first such character outside strings, brackets and comments; -1 when there is none.</summary>
    public static int IndexOutside(ReadOnlySpan<char> text, char wanted)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (depth == 0 && c == wanted)
            {
                return i;
            }

            switch (c)
            {
                case '"' or '\'':
                    i = AfterString(text, i) - 1;
                    break;
                case '#':
                    var end = text[i..].IndexOf('\n');
                    i = end < 0 ? text.Length : i + end;
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
            }
        }

        return -1;
    }
}
