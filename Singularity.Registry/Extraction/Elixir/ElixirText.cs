using System.Buffers;
using System.Text;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Quoted text of Elixir source: where it ends, and what it says.</summary>
internal static class ElixirText
{
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("/|\"'([{<");

    /// <summary>Code within text within code; deeper interpolation is taken for text.</summary>
    private const int MaxDepth = 16;

    /// <summary>The position after a string, charlist or heredoc that starts here.</summary>
    public static int EndOfQuoted(string text, int start) => EndOfQuoted(text, start, 0);

    /// <summary>The position of the delimiter of a sigil that starts here, or 0 when none does.</summary>
    public static int SigilDelimiter(string text, int start)
    {
        var at = start + 1;
        if (at < text.Length && char.IsAsciiLetterLower(text[at]))
        {
            at++;
        }
        else
        {
            while (at < text.Length && char.IsAsciiLetterUpper(text[at]))
            {
                at++;
            }
        }

        return at > start + 1 && at < text.Length && Delimiters.Contains(text[at]) ? at : 0;
    }

    /// <summary>The position after a sigil that starts here, with its modifiers.</summary>
    public static int EndOfSigil(string text, int start)
    {
        var delimiter = SigilDelimiter(text, start);
        var interpolates = char.IsAsciiLetterLower(text[start + 1]);
        var end = IsHeredoc(text, delimiter) ? EndOfHeredoc(text, delimiter) : EndOf(text, delimiter, Closing(text[delimiter]), interpolates, 0);
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>What a literal says, and the line of its first character counted from the literal's.</summary>
    public static (string Value, int Line) Read(ReadOnlySpan<char> literal)
    {
        var raw = false;
        if (literal[0] == '~')
        {
            raw = char.IsAsciiLetterUpper(literal[1]);
            literal = literal[literal.IndexOfAny(Delimiters)..];
            literal = literal.TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        }

        var isHeredoc = literal.Length >= 3 && literal[1] == literal[0] && literal[2] == literal[0];
        var line = 0;
        string value;
        if (isHeredoc)
        {
            var first = literal.IndexOf('\n');
            line = 1;
            value = first < 0 ? "" : Outdent(literal[(first + 1)..]);
        }
        else
        {
            value = literal.Length < 2 ? "" : literal[1..^1].ToString();
        }

        return (raw ? value : Unescape(value), line);
    }

    private static int EndOfQuoted(string text, int start, int depth) =>
        IsHeredoc(text, start) ? EndOfHeredoc(text, start) : EndOf(text, start, text[start], true, depth);

    private static bool IsHeredoc(string text, int start) =>
        text[start] is '"' or '\'' && start + 2 < text.Length && text[start + 1] == text[start] && text[start + 2] == text[start];

    /// <summary>A heredoc ends where its quotes begin a line.</summary>
    private static int EndOfHeredoc(string text, int start)
    {
        var quote = text[start];
        var line = text.IndexOf('\n', start);
        while (line >= 0)
        {
            var at = line + 1;
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }

            if (at + 2 < text.Length && text[at] == quote && text[at + 1] == quote && text[at + 2] == quote)
            {
                return at + 3;
            }

            line = text.IndexOf('\n', at);
        }

        return text.Length;
    }

    private static int EndOf(string text, int start, char close, bool interpolates, int depth)
    {
        var at = start + 1;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == close)
            {
                return at + 1;
            }

            if (c == '\\' && (interpolates || (at + 1 < text.Length && text[at + 1] == close)))
            {
                at += 2;
            }
            else if (c == '#' && interpolates && depth < MaxDepth && at + 1 < text.Length && text[at + 1] == '{')
            {
                at = EndOfInterpolation(text, at + 2, depth + 1);
            }
            else
            {
                at++;
            }
        }

        return text.Length;
    }

    private static int EndOfInterpolation(string text, int at, int depth)
    {
        var open = 1;
        while (at < text.Length)
        {
            switch (text[at])
            {
                case '{':
                    open++;
                    at++;
                    break;
                case '}' when --open == 0:
                    return at + 1;
                case '"' or '\'':
                    at = EndOfQuoted(text, at, depth);
                    break;
                case '?' when at + 1 < text.Length && !char.IsLetterOrDigit(text[at - 1]):
                    at += 2;
                    break;
                default:
                    at++;
                    break;
            }
        }

        return text.Length;
    }

    private static char Closing(char open) => open switch
    {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        _ => open,
    };

    /// <summary>Without the last line's quotes, and without as much indentation as they have.</summary>
    private static string Outdent(ReadOnlySpan<char> body)
    {
        var last = body.LastIndexOf('\n');
        var closing = body[(last + 1)..];
        var indentation = closing.IndexOfAnyExcept(" \t");
        if (indentation < 0 || closing[indentation] is not ('"' or '\''))
        {
            return body.ToString();
        }

        var result = new StringBuilder(body.Length);
        foreach (var range in last < 0 ? default : body[..last].Split('\n'))
        {
            var line = body[range];
            var blanks = line.IndexOfAnyExcept(" \t");
            result.Append(line[Math.Min(indentation, blanks < 0 ? line.Length : blanks)..].TrimEnd('\r')).Append('\n');
        }

        return result.ToString();
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            _ = text[i] switch
            {
                'n' => result.Append('\n'),
                't' => result.Append('\t'),
                's' => result.Append(' '),
                'r' or 'e' or '0' or 'a' or 'b' or 'd' or 'f' or 'v' => result.Append('\uFFFD'),
                // The rest of the notation is for numbers, which documentation does not use.
                'x' or 'u' => result.Append('\\').Append(text[i]),
                var other => result.Append(other),
            };
        }

        return result.ToString();
    }
}
