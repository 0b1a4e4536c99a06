namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Finds where types, initialisers and members end, with and without semicolons.</summary>
internal static class StatementEnd
{
    private static readonly HashSet<string> Dangling = new(StringComparer.Ordinal)
    {
        "keyof", "typeof", "extends", "infer", "is", "in", "readonly", "unique", "new", "asserts", "implements", "as", "of", "await", "abstract",
    };

    private static readonly HashSet<string> Continuing = new(StringComparer.Ordinal) { "extends", "is", "as", "satisfies", "in", "instanceof", "implements" };

    /// <summary>The index of the first token after it.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where the enclosing body ends.</param>
    /// <param name="atComma">Whether a comma ends it.</param>
    /// <param name="atBody">Whether a brace after a closed parenthesis is a body, which ends it.</param>
    public static int Find(ScriptSource source, int from, int to, bool atComma, bool atBody = false)
    {
        var angles = 0;
        for (var i = from; i < to; i++)
        {
            var token = source.Tokens[i];
            if (i > from && token.AfterNewLine && angles == 0 && IsNewStatement(source, i))
            {
                return i;
            }

            switch (token.Kind)
            {
                case ';' or ')' or ']' or '}':
                    return i;
                case ',' when atComma && angles == 0:
                    return i;
                case '{' when atBody && i > from && source.Kind(i - 1) == ')':
                    return i;
                default:
                    i = Past(source, i, ref angles);
                    break;
            }
        }

        return to;
    }

    /// <summary>The first brace outside of other brackets, or <paramref name="to"/>.</summary>
    public static int FindBody(ScriptSource source, int from, int to)
    {
        var angles = 0;
        for (var i = from; i < to; i++)
        {
            var token = source.Tokens[i];
            switch (token.Kind)
            {
                case '{' when angles == 0:
                    return i;
                case ';' or '}' or ')':
                    return to;
                default:
                    i = Past(source, i, ref angles);
                    break;
            }
        }

        return to;
    }

    // Counts type arguments' brackets; of other brackets only the closing one is seen.
    private static int Past(ScriptSource source, int index, ref int angles)
    {
        switch (source.Tokens[index].Kind)
        {
            case '<' when !source.IsJavaScript:
                angles++;
                return index;
            case '>' when angles > 0:
                angles--;
                return index;
            case '(' or '[' or '{':
                return source.Tokens[index].Partner;
            default:
                return index;
        }
    }

    private static bool IsNewStatement(ScriptSource source, int index)
    {
        var before = source.Kind(index - 1);
        if (before is '|' or '&' or '=' or ':' or ',' or '<' or '?' or '.' or '+' or '-' or '*' or ScriptToken.Arrow or ScriptToken.Equality
            || (before == ScriptToken.Word && source.Tokens[index - 1].End - source.Tokens[index - 1].Start <= 10 && Dangling.Contains(source.Name(index - 1))))
        {
            return false;
        }

        var here = source.Kind(index);
        return here is not ('|' or '&' or '=' or ':' or '.' or '?' or '>' or '+' or '*' or ',' or ScriptToken.Arrow or ScriptToken.Equality)
            && !(here == ScriptToken.Word && source.Tokens[index].End - source.Tokens[index].Start <= 10 && Continuing.Contains(source.Name(index)));
    }
}
