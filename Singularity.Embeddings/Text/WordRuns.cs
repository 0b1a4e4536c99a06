namespace Singularity.Embeddings.Text;

/// <summary>
/// The runs of letters and digits in a text, as they stand: <c>getUserName</c> and <c>http2</c> are one run each, <c>read_file</c> is two.
/// A single letter keeps the signs that make it a language: <c>c++</c>, <c>c#</c>, <c>F#</c>.
/// </summary>
public ref struct WordRuns(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly WordRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        var start = 0;
        while (start < _rest.Length && !char.IsLetterOrDigit(_rest[start]))
        {
            start++;
        }

        if (start == _rest.Length)
        {
            return false;
        }

        var end = start + 1;
        while (end < _rest.Length && char.IsLetterOrDigit(_rest[end]))
        {
            end++;
        }

        end += end - start == 1 ? Signs(_rest[start], _rest[end..]) : 0;
        Current = _rest[start..end];
        _rest = _rest[end..];
        return true;
    }

    private static int Signs(char letter, ReadOnlySpan<char> after) =>
        !char.IsAsciiLetter(letter) ? 0
        : after.StartsWith("++") ? 2
        : after.StartsWith("#") ? 1
        : 0;
}
