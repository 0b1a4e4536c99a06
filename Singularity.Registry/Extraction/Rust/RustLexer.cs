using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.Rust;

internal enum RustTokenKind
{
    /// <summary>Identifiers and keywords; <c>r#</c> before one is part of it.</summary>
    Word,

    Lifetime,

    /// <summary>Strings, characters and numbers.</summary>
    Literal,

    /// <summary>One character.</summary>
    Sign,

    /// <summary><c>///</c> or <c>/** */</c>.</summary>
    OuterDoc,

    /// <summary><c>//!</c> or <c>/*! */</c>.</summary>
    InnerDoc,
}

/// <param name="Line">From 1.</param>
/// <param name="Match">The index of the closing bracket of an opening one, or of the text's end when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RustToken(RustTokenKind Kind, int Start, int End, int Line, int Match);

/// <summary>
/// Cuts Rust source into tokens, in one pass over any text. Only what decides where tokens end is told apart: strings with and without escapes, raw
/// strings, characters from lifetimes, comments within comments.
/// </summary>
internal ref struct RustLexer(string text)
{
    private readonly List<RustToken> _tokens = new(text.Length / 5);
    private readonly Stack<int> _open = new();
    private int _at;
    private int _line = 1;

    public static List<RustToken> Read(string text)
    {
        var lexer = new RustLexer(text);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private readonly char Peek(int ahead = 0) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void ReadAll()
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '\n')
            {
                _line++;
                _at++;
            }
            else if (char.IsWhiteSpace(c))
            {
                _at++;
            }
            else if (c == '/' && Peek(1) is '/' or '*')
            {
                ReadComment();
            }
            else
            {
                ReadToken(c);
            }
        }

        while (_open.TryPop(out var open))
        {
            _tokens[open] = _tokens[open] with { Match = _tokens.Count };
        }
    }

    private void ReadToken(char c)
    {
        var (start, line) = (_at, _line);
        if (c == '"')
        {
            SkipString();
            Add(RustTokenKind.Literal, start, line);
        }
        else if (c == '\'')
        {
            Add(SkipQuoted(), start, line);
        }
        else if (char.IsAsciiDigit(c))
        {
            SkipNumber();
            Add(RustTokenKind.Literal, start, line);
        }
        else if (IsWordPart(c))
        {
            ReadWord(start, line);
        }
        else
        {
            _at++;
            AddSign(c, start, line);
        }
    }

    private void ReadWord(int start, int line)
    {
        SkipWord();
        var word = text.AsSpan(start, _at - start);
        if (word is "r" && Peek() == '#' && IsWordPart(Peek(1)))
        {
            _at++;
            SkipWord();
        }
        else if (word is "r" or "br" or "cr" && Peek() is '"' or '#' && IsRawString())
        {
            SkipRawString();
            Add(RustTokenKind.Literal, start, line);
            return;
        }
        else if (word is "b" or "c" && Peek() == '"')
        {
            SkipString();
            Add(RustTokenKind.Literal, start, line);
            return;
        }
        else if (word is "b" && Peek() == '\'')
        {
            SkipQuoted();
            Add(RustTokenKind.Literal, start, line);
            return;
        }

        Add(RustTokenKind.Word, start, line);
    }

    private void AddSign(char c, int start, int line)
    {
        if (c is '(' or '[' or '{')
        {
            _open.Push(_tokens.Count);
        }
        else if (c is ')' or ']' or '}' && _open.TryPop(out var open))
        {
            _tokens[open] = _tokens[open] with { Match = _tokens.Count };
        }

        Add(RustTokenKind.Sign, start, line);
    }

    private readonly void Add(RustTokenKind kind, int start, int line) => _tokens.Add(new RustToken(kind, start, _at, line, -1));

    private void ReadComment()
    {
        var (start, line) = (_at, _line);
        if (Peek(1) == '/')
        {
            var length = text.AsSpan(_at).IndexOf('\n');
            _at = length < 0 ? text.Length : _at + length;
        }
        else
        {
            SkipBlockComment();
        }

        var mark = start + 2 < _at ? text[start + 2] : '\0';
        var next = start + 3 < _at ? text[start + 3] : '\0';
        // Four slashes or three stars, and the empty block comment, are ordinary comments.
        if (mark == '!')
        {
            Add(RustTokenKind.InnerDoc, start, line);
        }
        else if (mark == text[start + 1] && next != mark && !(mark == '*' && _at - start < 5))
        {
            Add(RustTokenKind.OuterDoc, start, line);
        }
    }

    private void SkipBlockComment()
    {
        var depth = 0;
        while (_at < text.Length)
        {
            var (c, next) = (text[_at], Peek(1));
            if ((c, next) is ('/', '*') or ('*', '/'))
            {
                _at += 2;
                depth += c == '/' ? 1 : -1;
                if (depth == 0)
                {
                    return;
                }
            }
            else
            {
                _line += c == '\n' ? 1 : 0;
                _at++;
            }
        }
    }

    private void SkipString()
    {
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            _at += text[_at] == '\\' && Peek(1) != '\n' ? 1 : 0;
            _line += Peek() == '\n' ? 1 : 0;
        }

        _at = Math.Min(_at + 1, text.Length);
    }

    private readonly bool IsRawString()
    {
        var hashes = text.AsSpan(_at).IndexOfAnyExcept('#');
        return hashes >= 0 && text[_at + hashes] == '"';
    }

    private void SkipRawString()
    {
        var hashes = text.AsSpan(_at).IndexOf('"');
        for (_at += hashes + 1; _at < text.Length; _at++)
        {
            _line += text[_at] == '\n' ? 1 : 0;
            if (text[_at] == '"' && IsFollowedBy(hashes))
            {
                _at += hashes + 1;
                return;
            }
        }
    }

    private readonly bool IsFollowedBy(int hashes)
    {
        var rest = text.AsSpan(_at + 1);
        return rest.Length >= hashes && !rest[..hashes].ContainsAnyExcept('#');
    }

    /// <summary>A character or a lifetime.</summary>
    private RustTokenKind SkipQuoted()
    {
        _at++;
        if (Peek() == '\\')
        {
            // At most '\u{10FFFF}'; the bound keeps a lone quote from running away.
            var end = text.AsSpan(_at + 1, Math.Min(16, text.Length - _at - 1)) is { Length: > 1 } rest ? rest[1..].IndexOf('\'') : -1;
            _at = end < 0 ? Math.Min(_at + 2, text.Length) : _at + 3 + end;
            return RustTokenKind.Literal;
        }

        var width = char.IsHighSurrogate(Peek()) ? 2 : 1;
        if (Peek(width) == '\'')
        {
            _line += Peek() == '\n' ? 1 : 0;
            _at += width + 1;
            return RustTokenKind.Literal;
        }

        SkipWord();
        return RustTokenKind.Lifetime;
    }

    private void SkipNumber()
    {
        while (IsWordPart(Peek()) || (Peek() == '.' && char.IsAsciiDigit(Peek(1))))
        {
            _at++;
        }
    }

    private void SkipWord()
    {
        while (IsWordPart(Peek()))
        {
            _at++;
        }
    }

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > '\x7F' && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)));
}
