namespace Singularity.Embeddings.Text;

/// <summary>The parts of an identifier without separators: <c>getHTTPUrl2</c> gives get, HTTP, Url and 2. A plain word is its only part.</summary>
public ref struct WordParts(ReadOnlySpan<char> run)
{
    private ReadOnlySpan<char> _rest = run;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly WordParts GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = 1;
        while (end < _rest.Length && !Ends(_rest, end))
        {
            end++;
        }

        Current = _rest[..end];
        _rest = _rest[end..];
        return true;
    }

    private static bool Ends(ReadOnlySpan<char> run, int at)
    {
        var (before, here) = (run[at - 1], run[at]);
        if (char.IsDigit(before) != char.IsDigit(here))
        {
            return char.IsLetterOrDigit(here);
        }

        // The last capital of a row belongs to the word after it: HTTPUrl is HTTP and Url.
        return char.IsUpper(here) && (char.IsLower(before) || (char.IsUpper(before) && at + 1 < run.Length && char.IsLower(run[at + 1])));
    }
}
