namespace Singularity.Registry.Extraction.Rust;

/// <summary>A source file as tokens.</summary>
/// <param name="path">In the archive.</param>
internal sealed class RustSource(string path, string text)
{
    private readonly List<RustToken> _tokens = RustLexer.Read(text);

    public string Path => path;

    public int Count => _tokens.Count;

    public RustToken this[int index] => _tokens[index];

    public ReadOnlySpan<char> Text(int index) => index < _tokens.Count ? text.AsSpan(_tokens[index].Start, _tokens[index].End - _tokens[index].Start) : default;

    public string Word(int index) => Text(index) is var word && word.StartsWith("r#") ? word[2..].ToString() : word.ToString();

    public bool Is(int index, string expected) => Text(index).SequenceEqual(expected);

    public bool IsWord(int index) => index < _tokens.Count && _tokens[index].Kind == RustTokenKind.Word;

    /// <summary>Whether the source has nothing between these tokens and their neighbours before them.</summary>
    public bool TouchesPrevious(int index) => index > 0 && _tokens[index - 1].End == _tokens[index].Start;

    /// <summary>The token after this one, or after the bracket that it opens.</summary>
    public int Next(int index) => _tokens[index].Match >= 0 ? _tokens[index].Match + 1 : index + 1;

    /// <summary>The first of these signs from an index on, outside brackets; or the end.</summary>
    public int Find(int index, int end, params ReadOnlySpan<char> signs)
    {
        while (index < end)
        {
            if (_tokens[index].Kind == RustTokenKind.Sign && signs.Contains(text[_tokens[index].Start]))
            {
                return index;
            }

            index = Next(index);
        }

        return end;
    }
}
