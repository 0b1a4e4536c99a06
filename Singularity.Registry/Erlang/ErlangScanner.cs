using System.Text;

namespace Singularity.Registry.Erlang;

/// <summary>Walks a text forward: blanks, comments, marks and quoted text, counting lines.</summary>
internal sealed class ErlangScanner(string text)
{
    private readonly StringBuilder _quoted = new();
    private int _counted;
    private int _line = 1;

    public int Position { get; set; }

    public bool IsAtEnd => Position >= text.Length;

    /// <summary>The character at the position, or NUL at the end.</summary>
    public char Current => Position < text.Length ? text[Position] : '\0';

    public char Following => Position + 1 < text.Length ? text[Position + 1] : '\0';

    public void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (Current == '%')
            {
                var end = text.IndexOf('\n', Position);
                Position = end < 0 ? text.Length : end;
            }
            else if (Current > ' ' && Current is not ('\u00A0' or '\uFEFF'))
            {
                return;
            }
            else
            {
                Position++;
            }
        }
    }

    /// <summary>Skips blanks, then this mark if it stands there.</summary>
    public bool TryTake(string mark)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, Position, mark, 0, mark.Length) != 0)
        {
            return false;
        }

        Position += mark.Length;
        return true;
    }

    public void Take(string mark)
    {
        if (!TryTake(mark))
        {
            throw Problem($"'{mark}' is expected, not {Shown()}.");
        }
    }

    /// <summary>The characters from the position on for which this holds.</summary>
    public ReadOnlySpan<char> TakeWhile(Func<char, bool> holds)
    {
        var start = Position;
        while (!IsAtEnd && holds(Current))
        {
            Position++;
        }

        return text.AsSpan(start, Position - start);
    }

    /// <summary>The content of a quoted text, from its opening quote on.</summary>
    public string TakeQuoted()
    {
        var start = Position;
        var quote = text[Position++];
        _quoted.Clear();
        while (true)
        {
            var rest = text.AsSpan(Position);
            var next = rest.IndexOfAny(quote, '\\');
            if (next < 0)
            {
                Position = start;
                throw Problem("a quoted text has no end.");
            }

            _quoted.Append(rest[..next]);
            Position += next + 1;
            if (rest[next] == quote)
            {
                return _quoted.ToString();
            }

            _quoted.Append(ErlangEscape.Read(this));
        }
    }

    /// <summary>An exception that names the line of the position.</summary>
    public ErlangFormatException Problem(string problem)
    {
        for (; _counted < Math.Min(Position, text.Length); _counted++)
        {
            _line += text[_counted] == '\n' ? 1 : 0;
        }

        return new ErlangFormatException(_line, problem);
    }

    /// <summary>What stands at the position, for messages.</summary>
    public string Shown() => IsAtEnd ? "the end of the file" : char.IsControl(Current) || char.IsSurrogate(Current) ? "an unreadable character" : $"'{Current}'";
}
