namespace Singularity.Registry.Lockfiles;

/// <summary>The lines of a text, ended by LF or CRLF only, with their numbers from 1.</summary>
internal ref struct TextLines(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _ended;

    public int Number { get; private set; }

    /// <summary>Without its end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        var end = _rest.IndexOf('\n');
        _ended = end < 0;
        var line = _ended ? _rest : _rest[..end];
        _rest = _ended ? default : _rest[(end + 1)..];
        Current = line is [.., '\r'] ? line[..^1] : line;
        Number++;
        return true;
    }
}
