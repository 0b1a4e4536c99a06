using System.Buffers;
using System.Text;

namespace Singularity.Registry.Extraction.Python;

/// <summary>The text of documentation strings.</summary>
internal static class PythonDocText
{
    private static readonly SearchValues<char> Underlines = SearchValues.Create("-=~^*#");

    private const int MaxSummary = 500;

    /// <summary>The prefix, quotes and content of a statement that is one string literal and nothing else; empty for any other statement, and for bytes.</summary>
    /// <param name="statement">May end with a comment.</param>
    public static ReadOnlySpan<char> LiteralOf(ReadOnlySpan<char> statement)
    {
        var prefix = PythonText.Name(statement);
        if (prefix.Length > 2 || prefix.ContainsAny("bBfF") || prefix.Length == statement.Length || statement[prefix.Length] is not ('"' or '\''))
        {
            return [];
        }

        var end = PythonText.AfterString(statement, prefix.Length);
        var rest = statement[end..].Trim();
        var marks = PythonText.IsTriple(statement, prefix.Length) ? 3 : 1;
        var isClosed = end - prefix.Length >= marks * 2 && statement[..end].EndsWith(statement.Slice(prefix.Length, marks));
        return isClosed && (rest.Length == 0 || rest[0] == '#') ? statement[..end] : [];
    }

    /// <summary>The text of such a literal.</summary>
    public static string OfLiteral(ReadOnlySpan<char> literal)
    {
        var prefix = PythonText.Name(literal);
        var marks = PythonText.IsTriple(literal, prefix.Length) ? 3 : 1;
        var content = literal[(prefix.Length + marks)..^marks];
        return Dedent(prefix.ContainsAny("rR") ? content.ToString() : Unescape(content));
    }

    /// <summary>The first paragraph in one line, at most 500 characters; null when there is none.</summary>
    public static string? Summary(string text)
    {
        var result = new StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var words = line.Trim();
            if (words.Length == 0 ? result.Length > 0 : words.StartsWith(">>>") || words.StartsWith(".. "))
            {
                break;
            }

            if (words.Length > 0 && words.ContainsAnyExcept(Underlines))
            {
                result.Append(result.Length > 0 ? " " : "").Append(words);
            }

            if (result.Length > MaxSummary * 2)
            {
                break;
            }
        }

        return Plain(result.ToString());
    }

    /// <summary>Without the marks of reStructuredText roles and literals; null when nothing is left.</summary>
    public static string? Plain(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var last = result.Length == 0 ? ' ' : result[^1];
            if (text[i] == ':' && RoleEnd(text, i) is var start and > 0)
            {
                i = AppendRole(result, text, start);
            }
            else if (!(text[i] == '`' && last == '`') && !(char.IsWhiteSpace(text[i]) && last == ' '))
            {
                result.Append(char.IsWhiteSpace(text[i]) ? ' ' : text[i]);
            }
        }

        var plain = result.ToString().Trim();
        return plain.Length == 0 ? null : plain.Length <= MaxSummary ? plain : CutAt(plain);
    }

    private static string CutAt(string text) => text[..(char.IsHighSurrogate(text[MaxSummary - 2]) ? MaxSummary - 2 : MaxSummary - 1)].TrimEnd() + "…";

    /// <summary>What a role shows: of <c>`text &lt;target&gt;`</c> the text, without the marks that shorten a name.</summary>
    private static int AppendRole(StringBuilder result, string text, int start)
    {
        var end = text.IndexOf('`', start + 1);
        end = end < 0 ? text.Length : end;
        var shown = text.AsSpan(start + 1, end - start - 1).TrimStart("~!");
        var target = shown.IndexOf(" <");
        result.Append('`').Append(target > 0 ? shown[..target] : shown).Append('`');
        return end;
    }

    /// <summary>The index of the backtick of <c>:py:class:`</c>; 0 when there is no role.</summary>
    private static int RoleEnd(string text, int start)
    {
        const int longest = 24;
        for (var i = start + 1; i < text.Length && i - start < longest; i++)
        {
            if (text[i] == '`')
            {
                return i > start + 2 && text[i - 1] == ':' ? i : 0;
            }

            if (!char.IsAsciiLetter(text[i]) && text[i] is not (':' or '-'))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>As inspect.cleandoc, but with all lines kept, so that line numbers stay true.</summary>
    private static string Dedent(string text)
    {
        var lines = text.Split('\n');
        var margin = int.MaxValue;
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = ExpandTabs(lines[i]).TrimEnd();
            margin = i > 0 && lines[i].Length > 0 ? Math.Min(margin, Indent(lines[i])) : margin;
        }

        lines[0] = lines[0].TrimStart();
        for (var i = 1; i < lines.Length; i++)
        {
            lines[i] = lines[i].Length > 0 ? lines[i][margin..] : "";
        }

        return string.Join('\n', lines);
    }

    public static int Indent(ReadOnlySpan<char> line) => line.Length - line.TrimStart(' ').Length;

    private static string ExpandTabs(string line)
    {
        if (!line.Contains('\t', StringComparison.Ordinal))
        {
            return line;
        }

        var result = new StringBuilder(line.Length + 16);
        foreach (var c in line)
        {
            _ = c == '\t' ? result.Append(' ', 8 - result.Length % 8) : result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>Quotes and backslashes only: what stands for a line end is left, so that lines stay lines.</summary>
    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '\\' or '"' or '\'' or '\n')
            {
                i++;
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }
}
