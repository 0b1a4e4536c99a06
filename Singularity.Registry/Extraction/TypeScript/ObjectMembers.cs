namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Reads the members of an object literal.</summary>
internal static class ObjectMembers
{
    /// <summary>Named and shorthand members and methods; a spread has the name <c>...</c>.</summary>
    public static IEnumerable<Binding> Read(ScriptSource source, int brace)
    {
        var end = Math.Min(source.After(brace) - 1, source.Count);
        for (var i = brace + 1; i < end; i++)
        {
            if (ReadOne(source, i) is { } member)
            {
                yield return member;
            }

            while (i < end && source.Kind(i) != ',')
            {
                i = source.After(i);
            }
        }
    }

    private static Binding? ReadOne(ScriptSource source, int first)
    {
        var doc = source.Tokens[first].Doc;
        if (source.Kind(first) == '.')
        {
            return source.Kind(first + 2) == '.' ? new Binding("...", first, first + 3, doc) : null;
        }

        var i = first;
        var isGetter = source.Is(i, "get") && source.IsWord(i + 1);
        i += isGetter || ((source.Is(i, "async") || source.Is(i, "set")) && source.Kind(i + 1) is ScriptToken.Word or '*') ? 1 : 0;
        i += source.Kind(i) == '*' ? 1 : 0;
        if (source.Kind(i) is not (ScriptToken.Word or ScriptToken.Text))
        {
            return null;
        }

        var name = source.Kind(i) == ScriptToken.Text ? source.Literal(i) : source.Name(i);
        return source.Kind(i + 1) switch
        {
            ':' => new Binding(name, first, i + 2, doc),
            '(' => new Binding(name, first, i, doc, isGetter),
            _ => new Binding(name, first, i, doc),
        };
    }
}
