namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>A file's text and what the tokenizer made of it.</summary>
internal sealed class ScriptSource(string path, string text)
{
    private int[]? _lines;

    public string Path => path;

    public string Text => text;

    /// <summary>Whether it is JavaScript, where functions have bodies and angle brackets compare.</summary>
    public bool IsJavaScript { get; } = !ScriptPath.IsDeclaration(path);

    public List<ScriptToken> Tokens { get; private set; } = [];

    /// <summary>Where documentation comments start and end.</summary>
    public List<(int Start, int End)> Docs { get; } = [];

    public int Count => Tokens.Count;

    public char Kind(int index) => (uint)index < (uint)Tokens.Count ? Tokens[index].Kind : '\0';

    public ReadOnlySpan<char> Span(int index) => text.AsSpan(Tokens[index].Start, Tokens[index].End - Tokens[index].Start);

    public string Name(int index) => Span(index).ToString();

    public bool IsWord(int index) => Kind(index) == ScriptToken.Word;

    public bool Is(int index, string word) => IsWord(index) && Span(index).SequenceEqual(word);

    /// <summary>The content of a string literal, escapes as written.</summary>
    public string Literal(int index) => Span(index) is { Length: > 1 } span ? span[1..^1].ToString() : "";

    /// <summary>The index after the bracket's partner, or after the token itself.</summary>
    public int After(int index) => Math.Max(Tokens[index].Partner, index) + 1;

    /// <summary>From 1.</summary>
    public int LineOf(int offset)
    {
        _lines ??= Lines();
        var found = Array.BinarySearch(_lines, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>Once parsed, declarations need the text only.</summary>
    public void DropTokens() => Tokens = [];

    private int[] Lines()
    {
        var result = new List<int> { 0 };
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            result.Add(at + 1);
        }

        return [.. result];
    }
}
