using System.Text;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Steps through Erlang source without taking text for code.</summary>
internal static class ErlangCode
{
    /// <summary>The position after the comment, string, quoted atom or character that stands here, or after one character of anything else.</summary>
    public static int Step(string text, int at, int end)
    {
        switch (text[at])
        {
            case '%':
                var line = text.AsSpan(at, end - at).IndexOf('\n');
                return line < 0 ? end : at + line;
            case '$':
                return Math.Min(end, at + (at + 1 < end && text[at + 1] == '\\' ? 3 : 2));
            case '"' when string.CompareOrdinal(text, at, "\"\"\"", 0, 3) == 0 && at + 3 <= end:
                return EndOfBlock(text, at, end);
            case '"' or '\'':
                return EndOfQuoted(text, at, end);
            default:
                return at + 1;
        }
    }

    /// <summary>The end of the form that starts here: after its full stop.</summary>
    public static int EndOfForm(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '.' && (at + 1 == text.Length || text[at + 1] <= ' ' || text[at + 1] == '%'))
            {
                return at + 1;
            }

            at = Step(text, at, text.Length);
        }

        return text.Length;
    }

    /// <summary>The number of arguments in the brackets that open here, and the position after them.</summary>
    public static (int Arity, int After) CountArguments(string text, int open, int end)
    {
        var (arity, depth, isEmpty) = (0, 0, true);
        for (var at = open; at < end;)
        {
            var c = text[at];
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            depth += c == '<' && at + 1 < end && text[at + 1] == '<' ? 1 : 0;
            depth -= c == '>' && text[at - 1] == '>' && at - 1 > open && text[at - 2] != '-' ? 1 : 0;
            if (depth == 0)
            {
                return (isEmpty ? 0 : arity + 1, at + 1);
            }

            arity += c == ',' && depth == 1 ? 1 : 0;
            isEmpty &= at == open || c <= ' ' || c == '%';
            at = Step(text, at, end);
        }

        return (isEmpty ? 0 : arity + 1, end);
    }

    /// <summary>The name that starts here, with its quotes if it has any; empty when none does.</summary>
    public static ReadOnlySpan<char> NameAt(string text, int at, int end)
    {
        if (at >= end || !(char.IsLower(text[at]) || text[at] == '\''))
        {
            return default;
        }

        var after = at;
        if (text[at] == '\'')
        {
            return text.AsSpan(at, EndOfQuoted(text, at, end) - at);
        }

        while (after < end && (char.IsLetterOrDigit(text[after]) || text[after] is '_' or '@'))
        {
            after++;
        }

        return text.AsSpan(at, after - at);
    }

    public static int SkipBlanks(string text, int at, int end)
    {
        while (at < end && (text[at] <= ' ' || text[at] == '%'))
        {
            at = Step(text, at, end);
        }

        return at;
    }

    /// <summary>On one line, without comments.</summary>
    public static string Join(string text, int start, int end)
    {
        var result = new StringBuilder();
        var gap = false;
        for (var at = start; at < end;)
        {
            var next = Step(text, at, end);
            if (text[at] <= ' ' || text[at] == '%')
            {
                gap = true;
            }
            else
            {
                result.Append(gap && result.Length > 0 && text[at] is not (')' or ']' or '}' or ',') && result[^1] is not ('(' or '[' or '{') ? " " : "");
                result.Append(text, at, next - at);
                gap = false;
            }

            at = next;
        }

        return result.ToString();
    }

    private static int EndOfQuoted(string text, int at, int end)
    {
        var quote = text[at++];
        while (at < end && text[at] != quote)
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(end, at + 1);
    }

    /// <summary>Text in three quotes ends where they begin a line.</summary>
    private static int EndOfBlock(string text, int start, int end)
    {
        for (var line = text.IndexOf('\n', start); line >= 0 && line < end; line = text.IndexOf('\n', line + 1))
        {
            var at = line + 1;
            while (at < end && text[at] is ' ' or '\t')
            {
                at++;
            }

            if (string.CompareOrdinal(text, at, "\"\"\"", 0, 3) == 0)
            {
                return Math.Min(end, at + 3);
            }
        }

        return end;
    }
}
