using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>What an expression of a script is, as far as an API's reader cares.</summary>
/// <param name="At">The index of its first token.</param>
/// <param name="Parameters">Of a function, the index of what opens its parameters, or of its only one.</param>
/// <param name="Name">Of a reference the name, of a call the function, of a require the specifier.</param>
/// <param name="Member">Of <c>name.member</c>, or <c>require("x").member</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JavaScriptValue(JavaScriptValueKind Kind, int At, int Parameters = -1, string Name = "", string? Member = null)
{
    public static JavaScriptValue Read(ScriptSource source, int at)
    {
        var i = source.Is(at, "async") && (source.Is(at + 1, "function") || source.Kind(at + 1) is '(') ? at + 1 : at;
        switch (source.Kind(i))
        {
            case '{':
                return new(JavaScriptValueKind.Object, i);
            case '(' when source.Kind(source.After(i)) == ScriptToken.Arrow:
                return new(JavaScriptValueKind.Function, at, i);
            case '(' when source.Is(i + 1, "function") && source.Kind(source.After(i)) is not ('(' or '.'):
                return ReadWord(source, i + 1);
            case ScriptToken.Word:
                return ReadWord(source, i);
            default:
                return new(JavaScriptValueKind.Other, at);
        }
    }

    private static JavaScriptValue ReadWord(ScriptSource source, int at)
    {
        if (source.Is(at, "function"))
        {
            var open = at + 1;
            open += source.Kind(open) == '*' ? 1 : 0;
            open += source.IsWord(open) ? 1 : 0;
            return new(JavaScriptValueKind.Function, at, source.Kind(open) == '(' ? open : -1);
        }

        if (source.Is(at, "class"))
        {
            return new(JavaScriptValueKind.Class, at);
        }

        if (source.Kind(at + 1) == ScriptToken.Arrow)
        {
            return new(JavaScriptValueKind.Function, at, at);
        }

        if (source.Is(at, "require") && source.Kind(at + 1) == '(' && source.Kind(at + 2) == ScriptToken.Text)
        {
            var after = source.After(at + 1);
            return new(JavaScriptValueKind.Require, at, Name: source.Literal(at + 2), Member: MemberAfter(source, after));
        }

        return ReadReference(source, at);
    }

    private static JavaScriptValue ReadReference(ScriptSource source, int at)
    {
        var member = MemberAfter(source, at + 1);
        var end = at + (member is null ? 1 : 3);
        if (source.Kind(end) == '(')
        {
            // What is called with a name may pass it through, as Object.freeze does.
            var argument = source.IsWord(end + 1) && source.Kind(end + 2) is ')' or ',' ? source.Name(end + 1) : null;
            return new(JavaScriptValueKind.Call, at, Name: source.Name(at), Member: argument);
        }

        var isWhole = source.Kind(end) is ';' or ',' or ')' or '}' or '\0' || source.Tokens[end].AfterNewLine;
        return isWhole && source.Kind(end) is not ('.' or '?' or '|' or '&' or '=')
            ? new(JavaScriptValueKind.Reference, at, Name: source.Name(at), Member: member)
            : new(JavaScriptValueKind.Other, at);
    }

    private static string? MemberAfter(ScriptSource source, int dot) => source.Kind(dot) == '.' && source.IsWord(dot + 1) ? source.Name(dot + 1) : null;
}

internal enum JavaScriptValueKind
{
    Other,
    Function,
    Class,
    Object,
    Reference,
    Require,
    Call,
}
