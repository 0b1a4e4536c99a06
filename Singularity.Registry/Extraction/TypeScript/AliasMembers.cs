namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>The members of the object types that an alias names directly or intersects.</summary>
internal static class AliasMembers
{
    public static IReadOnlyList<Member> Read(ScriptSource source, int from, int to)
    {
        var result = new List<Member>();
        var angles = 0;
        for (var i = from; i < to; i++)
        {
            switch (source.Kind(i))
            {
                case '?' or '|' or ScriptToken.Arrow when angles == 0:
                    // Of a choice no member is certain.
                    return [];
                case '<':
                    angles++;
                    break;
                case '>' when angles > 0:
                    angles--;
                    break;
                case '{' when angles == 0 && !IsMapped(source, i):
                    result.AddRange(MemberParser.Read(source, i));
                    i = source.Tokens[i].Partner;
                    break;
                case '(' or '[' or '{':
                    i = source.Tokens[i].Partner;
                    break;
            }
        }

        return result;
    }

    /// <summary><c>{ [K in T]: ... }</c>, with or without readonly before it.</summary>
    private static bool IsMapped(ScriptSource source, int brace)
    {
        var i = brace + 1;
        i += source.Kind(i) is '-' or '+' ? 1 : 0;
        i += source.Is(i, "readonly") ? 1 : 0;
        return source.Kind(i) == '[' && source.Is(i + 2, "in");
    }
}
