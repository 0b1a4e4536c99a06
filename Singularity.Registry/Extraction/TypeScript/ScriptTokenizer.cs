using System.Buffers;
using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>
/// Splits TypeScript and JavaScript into tokens, in one pass and without recursion. It forgives everything: what is not closed ends with the
/// line or the file.
/// </summary>
internal ref struct ScriptTokenizer
{
    /// <summary>What comes after is not read: no hand-written file has as many.</summary>
    public const int MaxTokens = 1_000_000;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");

    /// <summary>Words after which a slash begins a regular expression.</summary>
    private static readonly string[] BeforeExpression =
        ["return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "new", "instanceof", "yield", "await"];

    private readonly ScriptSource _source;
    private readonly ReadOnlySpan<char> _text;
    private readonly List<ScriptToken> _tokens;
    private readonly BracketStack _open = new();
    private int _at;
    private int _doc = -1;
    private bool _newLine = true;

    /// <summary>A regular expression that was not closed up to here: other slashes before it cannot begin one either.</summary>
    private int _noRegexBefore;

    private ScriptTokenizer(ScriptSource source)
    {
        _source = source;
        _text = source.Text;
        _tokens = source.Tokens;
        _tokens.Capacity = Math.Min(MaxTokens, (_text.Length / 6) + 16);
    }

    public static ScriptSource Read(ScriptSource source)
    {
        var tokenizer = new ScriptTokenizer(source);
        tokenizer.Run();
        return source;
    }

    private void Run()
    {
        if (_text.StartsWith("#!"))
        {
            SkipLine();
        }

        while (_at < _text.Length && _tokens.Count < MaxTokens)
        {
            var c = _text[_at];
            switch (c)
            {
                case '\n' or '\r' or '\u2028' or '\u2029':
                    _newLine = true;
                    _at++;
                    break;
                case ' ' or '\t' or '\v' or '\f' or '\u00A0' or '\uFEFF':
                    _at++;
                    break;
                case '/' when Next is '/':
                    SkipLine();
                    break;
                case '/' when Next is '*':
                    SkipComment();
                    break;
                case '"' or '\'':
                    Add(ScriptToken.Text, QuoteEnd(c));
                    break;
                case '`':
                    Add(ScriptToken.Template, TemplateScanner.End(_text, _at));
                    break;
                case '/' when RegexEnd() is var end and > 0:
                    Add(ScriptToken.Regex, end);
                    break;
                case '=' when Next is '>':
                    Add(ScriptToken.Arrow, _at + 2);
                    break;
                case '=' when Next is '=':
                    Add(ScriptToken.Equality, _at + (_at + 2 < _text.Length && _text[_at + 2] == '=' ? 3 : 2));
                    break;
                case >= '0' and <= '9':
                    Add(ScriptToken.Number, NumberEnd());
                    break;
                case '#' or '\\' or '_' or '$' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '\u0080':
                    Add(ScriptToken.Word, WordEnd());
                    break;
                default:
                    Add(c, _at + 1);
                    break;
            }
        }

        _open.CloseAll(CollectionsMarshal.AsSpan(_tokens));
    }

    private readonly char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private void Add(char kind, int end)
    {
        _tokens.Add(new ScriptToken { Start = _at, End = end, Partner = -1, Doc = _doc, Kind = kind, AfterNewLine = _newLine });
        (_at, _doc, _newLine) = (end, -1, false);
        if (kind is '(' or '[' or '{' or ')' or ']' or '}')
        {
            _open.See(CollectionsMarshal.AsSpan(_tokens), _tokens.Count - 1);
        }
    }

    private void SkipLine()
    {
        var length = _text[_at..].IndexOfAny('\n', '\r');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private void SkipComment()
    {
        var length = _text[(_at + 2)..].IndexOf("*/");
        var end = length < 0 ? _text.Length : _at + length + 4;
        var comment = _text[_at..end];
        _newLine |= comment.Contains('\n');
        if (comment.Length > 4 && comment[2] == '*')
        {
            _doc = _source.Docs.Count;
            _source.Docs.Add((_at, end));
        }

        _at = end;
    }

    private readonly int QuoteEnd(char quote)
    {
        for (var i = _at + 1; i < _text.Length;)
        {
            var offset = _text[i..].IndexOfAny(quote, '\\', '\n');
            if (offset < 0)
            {
                break;
            }

            i += offset;
            if (_text[i] != '\\')
            {
                return _text[i] == quote ? i + 1 : i;
            }

            i += 2;
        }

        return _text.Length;
    }

    /// <summary>0 when the slash divides.</summary>
    private int RegexEnd()
    {
        if (_at < _noRegexBefore || !ExpressionMayStart())
        {
            return 0;
        }

        var inClass = false;
        for (var i = _at + 1; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    while (++i < _text.Length && char.IsAsciiLetter(_text[i]))
                    {
                    }

                    return i;
                case '\n':
                    _noRegexBefore = i;
                    return 0;
            }
        }

        _noRegexBefore = _text.Length;
        return 0;
    }

    private readonly bool ExpressionMayStart()
    {
        if (_tokens.Count == 0)
        {
            return true;
        }

        var last = _tokens[^1];
        return last.Kind switch
        {
            ScriptToken.Word => IsBeforeExpression(last),
            ScriptToken.Number or ScriptToken.Text or ScriptToken.Template or ScriptToken.Regex or ')' or ']' or '}' => false,
            _ => true,
        };
    }

    private readonly bool IsBeforeExpression(ScriptToken token)
    {
        var word = _text[token.Start..token.End];
        foreach (var candidate in BeforeExpression)
        {
            if (word.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }

    private readonly int NumberEnd()
    {
        var end = _at + 1;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '.' or '_'))
        {
            end++;
        }

        return end;
    }

    private readonly int WordEnd()
    {
        var end = _at + 1;
        while (end < _text.Length)
        {
            var length = _text[end..].IndexOfAnyExcept(WordCharacters);
            if (length < 0)
            {
                return _text.Length;
            }

            end += length;
            if (_text[end] is not '\\' && (_text[end] < '\u0080' || _text[end] is '\u00A0' or '\uFEFF' or '\u2028' or '\u2029'))
            {
                return end;
            }

            end++;
        }

        return end;
    }
}
