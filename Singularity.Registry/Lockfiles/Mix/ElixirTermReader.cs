namespace Singularity.Registry.Lockfiles.Mix;

/// <summary>
/// Reads one literal: maps, lists, keyword lists, tuples, strings, atoms, numbers, comments. Nothing is evaluated: code, interpolation and sigils are
/// refused. In one pass; nesting and the number of terms are bounded.
/// </summary>
internal ref struct ElixirTermReader(ReadOnlySpan<char> text)
{
    private const int MaxDepth = 64;

    /// <summary>An entry of mix.lock has about twenty.</summary>
    private const int MaxTerms = 1_000_000;

    private ElixirCursor _cursor = new(text);
    private int _terms;

    /// <exception cref="LockfileException">It is no literal, or something follows it.</exception>
    public ElixirTerm ReadDocument()
    {
        var term = Read(0);
        _cursor.SkipBlanks();
        return _cursor.IsAtEnd ? term : throw _cursor.Unexpected("the end of the file");
    }

    private ElixirTerm Read(int depth)
    {
        _cursor.SkipBlanks();
        if (depth > MaxDepth)
        {
            throw new LockfileException($"nests deeper than {MaxDepth} levels", _cursor.Line);
        }

        if (++_terms > MaxTerms)
        {
            throw new LockfileException($"has more than {MaxTerms} terms", _cursor.Line);
        }

        var line = _cursor.Line;
        switch (_cursor.Peek())
        {
            case '%':
                _cursor.Expect('%');
                _cursor.Expect('{');
                return new ElixirTerm.Map(ReadMembers(depth), line);
            case '{':
                _cursor.Expect('{');
                return new ElixirTerm.Tuple(ReadItems('}', depth), line);
            case '[':
                _cursor.Expect('[');
                return new ElixirTerm.List(ReadItems(']', depth), line);
            case '"':
                return new ElixirTerm.Text(_cursor.ReadQuoted(), line);
            case ':':
                _cursor.Expect(':');
                return new ElixirTerm.Atom(_cursor.Peek() == '"' ? _cursor.ReadQuoted() : _cursor.ReadWord(), line);
            case >= '0' and <= '9' or '-':
                return new ElixirTerm.Number(_cursor.ReadWord(), line);
            default:
                return new ElixirTerm.Atom(_cursor.ReadWord(), line);
        }
    }

    private List<ElixirTerm> ReadItems(char close, int depth)
    {
        var items = new List<ElixirTerm>();
        while (!_cursor.TryClose(close, isFirst: items.Count == 0))
        {
            var item = Read(depth + 1);
            items.Add(_cursor.TryTakeKeyColon() ? Pair(item, Read(depth + 1)) : item);
        }

        return items;
    }

    private List<KeyValuePair<ElixirTerm, ElixirTerm>> ReadMembers(int depth)
    {
        var members = new List<KeyValuePair<ElixirTerm, ElixirTerm>>();
        while (!_cursor.TryClose('}', isFirst: members.Count == 0))
        {
            var key = Read(depth + 1);
            if (!_cursor.TryTakeKeyColon() && !_cursor.TryTakeArrow())
            {
                throw _cursor.Unexpected("':' or '=>' after a key");
            }

            members.Add(new(key, Read(depth + 1)));
        }

        return members;
    }

    /// <summary>In <c>name: value</c> and <c>"name": value</c> the name is an atom.</summary>
    private static ElixirTerm.Tuple Pair(ElixirTerm key, ElixirTerm value) => key switch
    {
        ElixirTerm.Text text => new ElixirTerm.Tuple([new ElixirTerm.Atom(text.Value, text.Line), value], key.Line),
        ElixirTerm.Atom => new ElixirTerm.Tuple([key, value], key.Line),
        _ => throw new LockfileException("a keyword is neither a name nor a text", key.Line),
    };
}
