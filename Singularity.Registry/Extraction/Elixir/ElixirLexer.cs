using System.Buffers;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>
/// Cuts Elixir source into tokens: one pass, every character looked at a bounded number of times. Any text gives tokens; what is left open reaches
/// to the end of the file.
/// </summary>
internal sealed class ElixirLexer
{
    private const string OperatorCharacters = "+-*/<>=!&|^~.@\\:%";

    private static readonly SearchValues<char> Operators = SearchValues.Create(OperatorCharacters);

    private readonly string _text;
    private readonly List<ElixirToken> _tokens = [];
    private int _at;

    private ElixirLexer(string text) => _text = text;

    public static List<ElixirToken> Tokenize(string text)
    {
        var lexer = new ElixirLexer(text);
        while (lexer._at < text.Length)
        {
            lexer.Next();
        }

        return lexer._tokens;
    }

    private void Next()
    {
        var c = _text[_at];
        switch (c)
        {
            case '\n' or ';':
                Add(ElixirTokenKind.Newline, _at + 1);
                break;
            case '#':
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
                break;
            case '"' or '\'':
                Add(ElixirTokenKind.Text, ElixirText.EndOfQuoted(_text, _at));
                break;
            case '~' when ElixirText.SigilDelimiter(_text, _at) > 0:
                Add(ElixirTokenKind.Text, ElixirText.EndOfSigil(_text, _at));
                break;
            case '?':
                Add(ElixirTokenKind.Literal, Math.Min(_text.Length, _at + (At(1) == '\\' ? 3 : 2)));
                break;
            case '(' or '[' or '{':
                Add(ElixirTokenKind.Open, _at + 1);
                break;
            case ')' or ']' or '}':
                Add(ElixirTokenKind.Close, _at + 1);
                break;
            case ',':
                Add(ElixirTokenKind.Comma, _at + 1);
                break;
            case ':' when At(1) is '"' or '\'':
                Add(ElixirTokenKind.Atom, ElixirText.EndOfQuoted(_text, _at + 1));
                break;
            case ':' when IsNameStart(At(1)):
                Add(ElixirTokenKind.Atom, EndOfName(_at + 1));
                break;
            case ':' when At(1) != ':' && EndOfOperatorAtom() is var atom and > 0:
                Add(ElixirTokenKind.Atom, atom);
                break;
            case '<' when At(1) == '<' && At(2) != '<':
                Add(ElixirTokenKind.Open, _at + 2);
                break;
            case '>' when At(1) == '>' && At(2) != '>':
                Add(ElixirTokenKind.Close, _at + 2);
                break;
            default:
                NextWord(c);
                break;
        }
    }

    private void NextWord(char c)
    {
        if (IsNameStart(c))
        {
            var end = EndOfName(_at);
            if (end < _text.Length && _text[end] == ':' && (end + 1 == _text.Length || _text[end + 1] is ' ' or '\n' or '\t' or '\r'))
            {
                Add(ElixirTokenKind.Key, end + 1);
            }
            else if (char.IsUpper(c))
            {
                Add(ElixirTokenKind.Alias, EndOfAlias(end));
            }
            else
            {
                Add(ElixirTokenKind.Name, end);
            }
        }
        else if (char.IsAsciiDigit(c))
        {
            Add(ElixirTokenKind.Literal, EndOfNumber());
        }
        else if (Operators.Contains(c))
        {
            Add(ElixirTokenKind.Operator, EndOfOperator(_at));
        }
        else
        {
            _at++;
        }
    }

    private void Add(ElixirTokenKind kind, int end)
    {
        // Blank lines mean nothing.
        if (kind != ElixirTokenKind.Newline || _tokens.Count == 0 || _tokens[^1].Kind != ElixirTokenKind.Newline)
        {
            _tokens.Add(new ElixirToken(kind, _at, end - _at));
        }

        _at = end;
    }

    private char At(int offset) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private int EndOfName(int at)
    {
        while (at < _text.Length && (char.IsLetterOrDigit(_text[at]) || _text[at] == '_'))
        {
            at++;
        }

        // a!= b is a comparison.
        return at < _text.Length && _text[at] is '?' or '!' && !(at + 1 < _text.Length && _text[at + 1] == '=') ? at + 1 : at;
    }

    private int EndOfNumber()
    {
        var end = _at + 1;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_' || (_text[end] == '.' && IsDigit(end + 1))))
        {
            end++;
        }

        return end;
    }

    private bool IsDigit(int at) => at < _text.Length && char.IsAsciiDigit(_text[at]);

    private int EndOfAlias(int at)
    {
        while (at + 1 < _text.Length && _text[at] == '.' && char.IsUpper(_text[at + 1]))
        {
            at = EndOfName(at + 1);
        }

        return at;
    }

    /// <summary>Operators that begin a term after another one (<c>%</c>, <c>@</c>, <c>&amp;</c>) stand alone.</summary>
    private int EndOfOperator(int at)
    {
        var end = at + 1;
        while (end < _text.Length && Operators.Contains(_text[end]) && _text[end] is not ('%' or '@' or '~') && !(_text[end] == ':' && _text[end - 1] != ':'))
        {
            end++;
        }

        return end;
    }

    /// <summary>Such as <c>:+</c>, <c>:{}</c> and <c>:&lt;&lt;&gt;&gt;</c>; 0 when a name must follow.</summary>
    private int EndOfOperatorAtom()
    {
        foreach (var name in (ReadOnlySpan<string>)["<<>>", "%{}", "{}", "[]"])
        {
            if (string.CompareOrdinal(_text, _at + 1, name, 0, name.Length) == 0)
            {
                return _at + 1 + name.Length;
            }
        }

        var end = _at + 1;
        while (end < _text.Length && Operators.Contains(_text[end]) && _text[end] is not ('%' or ':'))
        {
            end++;
        }

        return end > _at + 1 ? end : 0;
    }
}
