using System.Text;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Writes declarations on one line, without comments, and no longer than a reader wants.</summary>
internal static class SignatureText
{
    /// <summary>Characters of one signature; object types inside a longer one are shortened first, then its end.</summary>
    public const int MaxLength = 1_000;

    /// <summary>Far more than is ever shown of a declaration.</summary>
    private const int MaxRead = 64 * 1024;

    /// <summary>An object type up to this many characters stays when a signature is shortened.</summary>
    private const int ShortObject = 40;

    public static string OneLine(ReadOnlySpan<char> text, int maxLength = MaxLength)
    {
        var whole = Normalize(text[..Math.Min(text.Length, MaxRead)]);
        whole = whole.Length <= maxLength ? whole : WithoutObjects(whole);
        return whole.Length <= maxLength ? whole : Cut(whole, maxLength);
    }

    private static string Normalize(ReadOnlySpan<char> text)
    {
        var output = new StringBuilder(Math.Min(text.Length, 256));
        var (blank, newLine) = (false, false);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                blank = true;
                newLine |= c == '\n';
                i++;
                continue;
            }

            if (c == '/' && i + 1 < text.Length && text[i + 1] is '/' or '*')
            {
                var length = text[i + 1] == '/' ? text[i..].IndexOf('\n') : text[(i + 2)..].IndexOf("*/") is var close and >= 0 ? close + 4 : -1;
                i = length < 0 ? text.Length : i + length;
                (blank, newLine) = (true, true);
                continue;
            }

            Separate(output, c, blank, newLine);
            (blank, newLine) = (false, false);
            var end = c is '"' or '\'' or '`' ? LiteralEnd(text, i) : i + 1;
            output.Append(text[i..end]);
            i = end;
        }

        while (output.Length > 0 && output[^1] is ';' or ',' or ' ')
        {
            output.Length--;
        }

        return output.ToString();
    }

    /// <summary>What was spread over lines is joined as if it had been written on one.</summary>
    private static void Separate(StringBuilder output, char next, bool blank, bool newLine)
    {
        if (!blank || output.Length == 0)
        {
            return;
        }

        var last = output[^1];
        if (newLine && next is ')' or ']' or '>')
        {
            output.Length -= last == ',' ? 1 : 0;
            return;
        }

        if (newLine && last is '(' or '[' or '<')
        {
            return;
        }

        output.Append(' ');
    }

    private static int LiteralEnd(ReadOnlySpan<char> text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == text[start])
            {
                return i + 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return text.Length;
    }

    /// <summary>With <c>{ … }</c> for what stands between outermost braces.</summary>
    private static string WithoutObjects(string text)
    {
        var output = new StringBuilder(text.Length);
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' or '\'' or '`':
                    var end = LiteralEnd(text, i);
                    output.Append(text.AsSpan(i, depth == 0 ? end - i : 0));
                    i = end - 1;
                    continue;
                case '{' when depth++ == 0:
                    start = i;
                    continue;
                case '}' when depth > 0 && --depth == 0:
                    output.Append(i - start > ShortObject ? "{ … }" : text.AsSpan(start, i - start + 1));
                    continue;
            }

            if (depth == 0)
            {
                output.Append(text[i]);
            }
        }

        return output.ToString();
    }

    private static string Cut(string text, int maxLength)
    {
        var end = text.AsSpan(0, maxLength).LastIndexOfAny(" ,;|&");
        end = end < maxLength / 2 ? maxLength : end;
        return string.Concat(text.AsSpan(0, end - (char.IsHighSurrogate(text[end - 1]) ? 1 : 0)).TrimEnd(" ,;|&"), " …");
    }
}
