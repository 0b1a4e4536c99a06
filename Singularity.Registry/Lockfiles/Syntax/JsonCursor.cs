using System.Text.Json;

namespace Singularity.Registry.Lockfiles.Syntax;

/// <summary>Reads JSON forwards, once, and knows the line of what it reads.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = LockfileLimits.MaxDepth });
    private int _counted;
    private int _line = 1;

    public readonly JsonTokenType Type => _reader.TokenType;

    /// <summary>Of the current token, from 1.</summary>
    public int Line
    {
        get
        {
            var start = (int)_reader.TokenStartIndex;
            _line += _utf8[_counted..start].Count((byte)'\n');
            _counted = start;
            return _line;
        }
    }

    /// <summary>Enters the document, which must be an object.</summary>
    public void Start()
    {
        Read();
        EnterObject("the document");
    }

    /// <summary>The current token must begin an object.</summary>
    /// <param name="field">What is read, for the message.</param>
    public void EnterObject(string field)
    {
        if (Type != JsonTokenType.StartObject)
        {
            throw new LockfileException($"{field} is not an object", Line);
        }
    }

    /// <summary>Moves to the next member's name, or to the end of the object that was entered.</summary>
    public bool NextMember()
    {
        Read();
        return Type == JsonTokenType.PropertyName;
    }

    /// <summary>Moves from a member's name to its value.</summary>
    public void ToValue() => Read();

    /// <summary>The text of the current name or string.</summary>
    public string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw HalfSurrogate();
        }
    }

    public bool NameIs(ReadOnlySpan<byte> name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            throw HalfSurrogate();
        }
    }

    /// <summary>The value after a member's name if it is a string; anything else is passed over.</summary>
    public string? TextValue()
    {
        Read();
        if (Type == JsonTokenType.String)
        {
            return Text();
        }

        PassOver();
        return null;
    }

    /// <summary>Whether the value after a member's name is true.</summary>
    public bool TrueValue()
    {
        Read();
        var isTrue = Type == JsonTokenType.True;
        PassOver();
        return isTrue;
    }

    /// <summary>Passes over the value after a member's name.</summary>
    public void SkipValue()
    {
        Read();
        PassOver();
    }

    /// <summary>Moves to the end of the current value.</summary>
    public void PassOver()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException problem)
        {
            throw Malformed(problem);
        }
    }

    /// <summary>Refuses anything after the document.</summary>
    public void End()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException problem)
        {
            throw Malformed(problem);
        }
    }

    private void Read()
    {
        try
        {
            if (!_reader.Read())
            {
                throw new LockfileException("ends too early", Line);
            }
        }
        catch (JsonException problem)
        {
            throw Malformed(problem);
        }
    }

    private LockfileException HalfSurrogate() => new("a string holds half a surrogate pair", Line);

    private readonly LockfileException Malformed(JsonException problem)
    {
        var message = _reader.CurrentDepth >= LockfileLimits.MaxDepth ? $"nests deeper than {LockfileLimits.MaxDepth} levels" : "is not valid JSON";
        return new LockfileException(message, (int?)problem.LineNumber + 1, (int?)problem.BytePositionInLine + 1);
    }
}
