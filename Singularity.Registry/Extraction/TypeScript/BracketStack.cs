namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Finds each bracket's partner. A closing bracket that fits none of the open ones is left alone.</summary>
internal sealed class BracketStack
{
    private readonly Stack<int> _open = new();
    private readonly int[] _counts = new int[3];

    public void See(Span<ScriptToken> tokens, int index)
    {
        var kind = tokens[index].Kind;
        if (kind is '(' or '[' or '{')
        {
            _open.Push(index);
            _counts[Shape(kind)]++;
            return;
        }

        // Each is popped once, so that no input costs more than its length.
        while (_counts[Shape(kind)] > 0)
        {
            var opener = _open.Pop();
            _counts[Shape(tokens[opener].Kind)]--;
            tokens[opener].Partner = index;
            if (Shape(tokens[opener].Kind) == Shape(kind))
            {
                tokens[index].Partner = opener;
                return;
            }
        }
    }

    /// <summary>What is still open ends with the file.</summary>
    public void CloseAll(Span<ScriptToken> tokens)
    {
        while (_open.TryPop(out var opener))
        {
            tokens[opener].Partner = tokens.Length;
        }
    }

    private static int Shape(char kind) => kind switch
    {
        '(' or ')' => 0,
        '[' or ']' => 1,
        _ => 2,
    };
}
