using System.Buffers;
using System.Globalization;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Names of types and members as metadata and documentation identifiers write them.</summary>
internal static class TypeNames
{
    private const int MaxArity = 64;

    private static readonly SearchValues<string> Keywords = SearchValues.Create(
        ["abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
            "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
            "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
            "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw",
            "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while"],
        StringComparison.Ordinal);

    /// <summary><c>List`1</c> is <c>List</c> of one parameter.</summary>
    public static string WithoutArity(string name, out int arity)
    {
        var tick = name.LastIndexOf('`');
        arity = tick > 0 && int.TryParse(name.AsSpan(tick + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= MaxArity ? parsed : 0;
        return arity > 0 ? name[..tick] : name;
    }

    /// <summary>Whether C# code could write it; compilers name what they make so that it could not.</summary>
    public static bool IsSpeakable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '`' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark);

    /// <summary>With <c>@</c> where it is a word of the language.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>As in documentation identifiers: full names, arguments in braces.</summary>
    public static void AppendId(StringBuilder text, TypeNode node)
    {
        switch (node)
        {
            case TypeNode.Primitive primitive:
                text.Append("System.").Append(primitive.Name);
                break;
            case TypeNode.Named named:
                AppendNamed(text, named);
                break;
            case TypeNode.Parameter parameter:
                text.Append(parameter.OfMethod ? "``" : "`").Append(parameter.Index);
                break;
            case TypeNode.Array array:
                AppendId(text, array.Element);
                text.Append('[').AppendJoin(',', Enumerable.Repeat("0:", array.Rank > 1 ? array.Rank : 0)).Append(']');
                break;
            case TypeNode.Pointer pointer:
                AppendId(text, pointer.Element);
                text.Append('*');
                break;
            case TypeNode.ByReference reference:
                AppendId(text, reference.Element);
                text.Append('@');
                break;
            case TypeNode.Modified modified:
                AppendId(text, modified.Element);
                break;
            case TypeNode.FunctionPointer:
                text.Append("=FUNC:");
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, TypeNode.Named named)
    {
        text.Append(named.Namespace);
        var used = 0;
        foreach (var part in named.Path)
        {
            var arguments = named.Arguments.Skip(used).Take(Arity(part)).ToArray();
            used += arguments.Length;
            text.Append(text.Length > 0 && text[^1] is not ('.' or '(' or ',' or '{') ? "." : "").Append(arguments.Length > 0 ? WithoutArity(part, out _) : part);
            for (var i = 0; i < arguments.Length; i++)
            {
                text.Append(i == 0 ? '{' : ',');
                AppendId(text, arguments[i]);
            }

            text.Append(arguments.Length > 0 ? "}" : "");
        }
    }

    private static int Arity(string name)
    {
        WithoutArity(name, out var arity);
        return arity;
    }
}
