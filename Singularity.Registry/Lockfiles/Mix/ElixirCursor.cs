using System.Text;

namespace Singularity.Registry.Lockfiles.Mix;

/// <summary>A place in Elixir source, which only moves forward and counts lines as it does.</summary>
internal ref struct ElixirCursor(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public int Line { get; private set; } = 1;

    public readonly bool IsAtEnd => _at >= _text.Length;

    /// <summary>The next character, NUL at the end.</summary>
    public readonly char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    public void Expect(char expected)
    {
        if (Peek() != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _at++;
    }

    /// <summary>Passes over blanks, line breaks and comments.</summary>
    public void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (Peek() == '#')
            {
                var end = _text[_at..].IndexOf('\n');
                _at = end < 0 ? _text.Length : _at + end;
            }
            else if (Peek() is ' ' or '\t' or '\r' or '\n')
            {
                Line += Peek() == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Takes the end of a list, or the comma before its next item. A comma may precede the end.</summary>
    public bool TryClose(char close, bool isFirst)
    {
        SkipBlanks();
        if (Peek() != close && !isFirst)
        {
            Expect(',');
            SkipBlanks();
        }

        if (Peek() != close)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>The colon of <c>name: value</c>, which follows the name at once.</summary>
    public bool TryTakeKeyColon()
    {
        if (Peek() != ':' || Peek(1) is not (' ' or '\t' or '\r' or '\n'))
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TryTakeArrow()
    {
        SkipBlanks();
        if (Peek() != '=' || Peek(1) != '>')
        {
            return false;
        }

        _at += 2;
        return true;
    }

    /// <summary>A name, number or the rest of an atom.</summary>
    public string ReadWord()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '.' or '-' or '@' or '?' or '!')
        {
            _at++;
        }

        return _at > start ? _text[start.._at].ToString() : throw Unexpected("a term");
    }

    public string ReadQuoted()
    {
        Expect('"');
        var result = new StringBuilder();
        for (; Peek() != '"'; _at++)
        {
            if (Peek() == '#' && Peek(1) == '{')
            {
                throw new LockfileException("a text holds code", Line);
            }

            if (Peek() == '\\')
            {
                _at++;
            }

            if (IsAtEnd || Peek() == '\n')
            {
                throw new LockfileException("a text lacks its closing quote", Line);
            }

            result.Append(Peek());
        }

        _at++;
        return result.ToString();
    }

    public readonly LockfileException Unexpected(string expected) =>
        new(IsAtEnd ? $"ends where {expected} is expected" : $"holds {Shown(Peek())} where {expected} is expected", Line);

    private static string Shown(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'";
}
