using System.Text;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Writes JavaScript functions as signatures, with the types that their documentation gives.</summary>
internal static class JavaScriptSignature
{
    /// <param name="rest">The source from the function's name, or its parameters, to the end of its parameters.</param>
    public static string OfFunction(string name, ReadOnlySpan<char> rest, ScriptDoc doc)
    {
        var open = rest.IndexOf('(');
        return $"function {name}{Parameters(open < 0 ? "" : rest[(open + 1)..rest.LastIndexOf(')').Clamp(open + 1, rest.Length)], doc)}";
    }

    public static string OfMember(ScriptSource source, Member member, ScriptDoc doc)
    {
        var text = source.Text.AsSpan(member.Start..member.End);
        var open = text.IndexOf('(');
        return open < 0 || !member.IsCallable || text[..open].Contains('=')
            ? SignatureText.OneLine(text, 200)
            : SignatureText.OneLine(text[..open]) + Parameters(text[(open + 1)..text.LastIndexOf(')').Clamp(open + 1, text.Length)], doc);
    }

    /// <summary>Of the source between parentheses; without any, of what is documented.</summary>
    public static string Parameters(ReadOnlySpan<char> source, ScriptDoc doc)
    {
        var output = new StringBuilder("(");
        var documented = doc.Parameters.Where(static p => !p.Name.Contains('.')).ToArray();
        var names = SplitParameters(source);
        if (names.Count == 0)
        {
            names = [.. documented.Select(static p => p.Name)];
        }

        for (var i = 0; i < names.Count; i++)
        {
            output.Append(i > 0 ? ", " : "");
            Append(output, names[i], Array.Find(documented, p => p.Name == Bare(names[i])));
        }

        output.Append(')');
        return SignatureText.OneLine((doc.Returns is null ? output : output.Append(": ").Append(doc.Returns)).ToString());
    }

    private static void Append(StringBuilder output, string parameter, DocParameter? documented)
    {
        var equals = DefaultAt(parameter);
        var name = equals < 0 ? parameter : parameter[..equals].TrimEnd();
        output.Append(name).Append((documented?.IsOptional == true || equals >= 0) && name[0] is not ('.' or '{' or '[') ? "?" : "");
        if (documented?.Type is { } type)
        {
            output.Append(": ").Append(type);
        }
    }

    private static string Bare(string parameter)
    {
        var name = parameter.TrimStart('.');
        var equals = DefaultAt(name);
        return equals < 0 ? name : name[..equals].TrimEnd();
    }

    /// <summary>Of the equals sign that gives a default; those inside a pattern give its parts theirs.</summary>
    private static int DefaultAt(string parameter)
    {
        var from = parameter[0] is '{' or '[' ? parameter.LastIndexOfAny(['}', ']']) + 1 : 0;
        return parameter.IndexOf('=', from);
    }

    private static List<string> SplitParameters(ReadOnlySpan<char> source)
    {
        var text = SignatureText.OneLine(source);
        var result = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.Length))
            {
                if (text.AsSpan(start, i - start).Trim() is { Length: > 0 } parameter)
                {
                    result.Add(parameter.ToString());
                }

                start = i + 1;
            }
        }

        return result;
    }

    private static int Clamp(this int value, int min, int max) => Math.Clamp(value, min, max);
}
