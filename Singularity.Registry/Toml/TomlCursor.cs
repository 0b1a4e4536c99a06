namespace Singularity.Registry.Toml;

/// <summary>A place in a document, which only moves forward and counts lines as it does.</summary>
internal ref struct TomlCursor(string text)
{
    /// <summary>What <see cref="Peek"/> gives at the end; no document may contain it.</summary>
    public const char End = '\0';

    private readonly string _text = text;
    private int _at = text.StartsWith('\uFEFF') ? 1 : 0;

    public int Line { get; private set; } = 1;

    public readonly char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : End;

    public readonly bool IsAtEnd => _at >= _text.Length;

    public readonly bool StartsWith(string expected) => _text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal);

    public readonly ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    /// <summary>Moves on over what holds no line break.</summary>
    public void Skip(int count) => _at += count;

    /// <summary>Moves on over one character or line break.</summary>
    public char Take()
    {
        var c = _text[_at++];
        Line += c == '\n' ? 1 : 0;
        return c;
    }

    public bool TryTake(char expected)
    {
        if (Peek() != expected || IsAtEnd)
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected))
        {
            throw Unexpected($"'{expected}'");
        }
    }

    public ReadOnlySpan<char> TakeWhile(Func<char, bool> holds)
    {
        var start = _at;
        while (_at < _text.Length && holds(_text[_at]))
        {
            _at++;
        }

        return _text.AsSpan(start, _at - start);
    }

    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Moves over blanks, comments and line breaks.</summary>
    /// <returns>Whether anything follows.</returns>
    public bool SkipBlankLines()
    {
        while (true)
        {
            SkipBlanks();
            SkipComment();
            if (!TryTakeLineBreak())
            {
                return !IsAtEnd;
            }
        }
    }

    /// <summary>After a statement nothing but a comment may stand on its line.</summary>
    public void ExpectLineEnd()
    {
        SkipBlanks();
        SkipComment();
        if (!TryTakeLineBreak() && !IsAtEnd)
        {
            throw Unexpected("the end of the line");
        }
    }

    public readonly TomlException Error(string problem) => new(Line, problem);

    public readonly TomlException Unexpected(string wanted) => Error(IsAtEnd ? $"{wanted} was expected, but the document ends."
        : Peek() is '\n' or '\r' ? $"{wanted} was expected, but the line ends."
        : $"{wanted} was expected, but '{(char.IsControl(Peek()) || char.IsSurrogate(Peek()) ? '?' : Peek())}' stands there.");

    private void SkipComment()
    {
        if (Peek() == '#')
        {
            var length = Rest.IndexOf('\n');
            _at = length < 0 ? _text.Length : _at + length;
        }
    }

    private bool TryTakeLineBreak()
    {
        if (Peek() == '\r' && Peek(1) == '\n')
        {
            _at++;
        }

        if (Peek() != '\n')
        {
            return false;
        }

        Take();
        return true;
    }
}
