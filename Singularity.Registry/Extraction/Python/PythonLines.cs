using System.Buffers;

namespace Singularity.Registry.Extraction.Python;

/// <summary>
/// Walks the logical lines of a Python text forward, once: a statement, or the head of a compound one, however many lines it is written over. Code
/// of Python 2 and broken code give lines as well, never an error.
/// </summary>
internal ref struct PythonLines(string text)
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("\"'#()[]{}\n\\;");

    private static readonly string[] Openings = ["def ", "class ", "async def "];

    private int _next;
    private int _nextLine = 1;
    private bool _isSameLine;

    /// <summary>Columns before the first character; a tab goes on to the next multiple of 8.</summary>
    public int Indent { get; private set; }

    /// <summary>The number of its first line, from 1.</summary>
    public int Line { get; private set; }

    public int Start { get; private set; }

    public int End { get; private set; }

    public readonly ReadOnlySpan<char> Text => text.AsSpan(Start, End - Start);

    /// <summary>Goes to the next line that holds more than a comment.</summary>
    public bool Next()
    {
        while (_next < text.Length)
        {
            SkipIndent();
            if (_next == text.Length)
            {
                break;
            }

            if (text[_next] is '\n')
            {
                _next++;
                _nextLine++;
                _isSameLine = false;
            }
            else if (text[_next] is '#')
            {
                _next = EndOfLine(_next);
            }
            else
            {
                (Start, Line) = (_next, _nextLine);
                Scan();
                if (End > Start)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void SkipIndent()
    {
        var column = 0;
        for (; _next < text.Length && text[_next] is ' ' or '\t' or '\f'; _next++)
        {
            column = text[_next] switch
            {
                '\t' => (column / 8 + 1) * 8,
                '\f' => 0,
                _ => column + 1,
            };
        }

        // What follows a semicolon stands where the first statement of its line stands.
        Indent = _isSameLine ? Indent : column;
    }

    private void Scan()
    {
        var depth = 0;
        var i = Start;
        while (true)
        {
            var mark = text.AsSpan(i).IndexOfAny(Marks);
            i = mark < 0 ? text.Length : i + mark;
            if (i == text.Length)
            {
                Finish(i, i, isSameLine: false);
                return;
            }

            switch (text[i])
            {
                case '"' or '\'':
                    var end = PythonText.AfterString(text, i);
                    _nextLine += text.AsSpan(i, end - i).Count('\n');
                    i = end;
                    break;
                case '#':
                    i = EndOfLine(i);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    i++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    i++;
                    break;
                case '\\':
                    _nextLine += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                    i = Math.Min(text.Length, i + 2);
                    break;
                case ';' when depth == 0:
                    Finish(i, i + 1, isSameLine: true);
                    return;
                case '\n' when depth == 0 || Opens(i + 1):
                    Finish(i, i, isSameLine: false);
                    return;
                case '\n':
                    _nextLine++;
                    i++;
                    break;
                default:
                    i++;
                    break;
            }
        }
    }

    /// <summary>A definition at the margin is never inside brackets: one was not closed, and the rest of the text is worth reading.</summary>
    private readonly bool Opens(int index)
    {
        foreach (var opening in Openings)
        {
            if (text.AsSpan(index).StartsWith(opening, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Finish(int end, int next, bool isSameLine)
    {
        (End, _next, _isSameLine) = (end, next, isSameLine);
    }

    private readonly int EndOfLine(int index)
    {
        var end = text.AsSpan(index).IndexOf('\n');
        return end < 0 ? text.Length : index + end;
    }
}
