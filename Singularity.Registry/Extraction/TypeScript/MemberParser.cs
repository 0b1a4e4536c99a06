namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Reads the public members between a class's, interface's, enum's or object type's braces.</summary>
internal static class MemberParser
{
    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal)
    {
        "public", "private", "protected", "static", "readonly", "abstract", "override", "declare", "async", "get", "set", "accessor",
    };

    public static List<Member> Read(ScriptSource source, int brace)
    {
        var result = new List<Member>();
        var to = Math.Min(source.After(brace) - 1, source.Count);
        for (var i = brace + 1; i < to;)
        {
            if (source.Kind(i) is ';' or ',')
            {
                i++;
                continue;
            }

            i = ReadOne(source, i, to, result);
        }

        return result;
    }

    private static int ReadOne(ScriptSource source, int first, int to, List<Member> result)
    {
        var i = first;
        while (source.Kind(i) == '@' && i + 1 < to)
        {
            // A decorator, perhaps called.
            i += 2;
            i = source.Kind(i) == '(' ? source.After(i) : i;
        }

        var start = i;
        var isHidden = false;
        while (i + 1 < to && source.IsWord(i) && IsModifier(source, i))
        {
            isHidden |= source.Is(i, "private") || source.Is(i, "protected");
            i++;
        }

        i += source.Kind(i) == '*' && i + 1 < to ? 1 : 0;
        var (name, afterName) = ReadName(source, i, to);
        var end = StatementEnd.Find(source, Math.Max(i, first), to, atComma: true, atBody: source.IsJavaScript);
        var next = end < to && source.Kind(end) == '{' ? source.After(end) : end;
        isHidden |= name is null || IsPrivate(name);
        if (!isHidden && end > start)
        {
            // Documentation stands before the modifiers and the decorators alike.
            result.Add(new Member(
                name!, source.Tokens[start].Start, source.Tokens[end - 1].End, source.Tokens[first].Doc >= 0 ? source.Tokens[first].Doc : source.Tokens[start].Doc,
                IsCallable(source, afterName, end)));
        }

        // A closing bracket that belongs to nothing must not stop the walk.
        return Math.Max(next, first + 1);
    }

    /// <summary>Whether a name is private by custom or by syntax.</summary>
    public static bool IsPrivate(string name) => name.Length > 0 && (name[0] == '#' || (name[0] == '_' && name.Length > 1));

    /// <summary>A modifier's name may also be a member's: then no further name follows.</summary>
    private static bool IsModifier(ScriptSource source, int index) =>
        source.Tokens[index].End - source.Tokens[index].Start <= 9
        && source.Kind(index + 1) is ScriptToken.Word or ScriptToken.Text or ScriptToken.Number or '[' or '*'
        && Modifiers.Contains(source.Name(index));

    /// <returns>Null for a name that is computed from something that is no well-known symbol.</returns>
    private static (string? Name, int After) ReadName(ScriptSource source, int at, int to)
    {
        switch (source.Kind(at))
        {
            case ScriptToken.Word when source.Is(at, "new") && source.Kind(at + 1) is '(' or '<':
                return ("new", at + 1);
            case ScriptToken.Word or ScriptToken.Number:
                return (source.Name(at), at + 1);
            case ScriptToken.Text:
                return (source.Literal(at), at + 1);
            case '(' or '<':
                return ("", at);
            case '[' when source.After(at) - 1 is var close && close < to:
                var isIndex = source.IsWord(at + 1) && (source.Kind(at + 2) == ':' || source.Is(at + 2, "in"));
                return (isIndex ? "" : source.Text[source.Tokens[at].Start..source.Tokens[close].End], close + 1);
            default:
                return (null, at + 1);
        }
    }

    private static bool IsCallable(ScriptSource source, int afterName, int end)
    {
        var i = afterName + (source.Kind(afterName) is '?' or '!' ? 1 : 0);
        if (i >= end)
        {
            return false;
        }

        if (source.Kind(i) is '(' or '<')
        {
            return true;
        }

        // name: (a) => b, or name = (a) => b
        i += source.Kind(i) is ':' or '=' ? 1 : 0;
        return i < end && (source.Is(i, "function") || source.Is(i, "async")
            || (source.Kind(i) == '(' && source.Kind(source.After(i)) == ScriptToken.Arrow)
            || source.Kind(i) == '<');
    }
}
