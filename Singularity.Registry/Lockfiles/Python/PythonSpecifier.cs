using System.Buffers;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>A version specifier such as <c>==1.2.3</c> or <c>&gt;=1.2,&lt;2</c>.</summary>
internal static class PythonSpecifier
{
    /// <summary>All characters of operators, versions, wildcards and separators.</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!+-_*,<>=~");

    /// <summary>
    /// The one version that a clause fixes (<c>==</c> without wildcard, or <c>===</c>), else the whole requirement without blanks; null for
    /// none and for <c>*</c>, which pipenv writes for any.
    /// </summary>
    public static (string? Version, bool Exact) Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text is "" or "*")
        {
            return (null, false);
        }

        foreach (var range in text.Split(','))
        {
            var clause = text[range].Trim();
            if (clause.StartsWith("==", StringComparison.Ordinal) && !clause.Contains('*'))
            {
                return (clause.TrimStart('=').Trim().ToString(), true);
            }
        }

        return (text.ToString().Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal), false);
    }

    /// <summary>Whether it starts with an operator and holds nothing that a specifier cannot.</summary>
    public static bool IsSpecifier(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('=' or '<' or '>' or '!' or '~'))
        {
            return false;
        }

        foreach (var range in text.Split(','))
        {
            var clause = text[range].Trim();
            var operand = clause.TrimStart("=<>!~").Trim();
            if (operand.Length == clause.Length || operand.IsEmpty || operand.ContainsAnyExcept(Allowed))
            {
                // A comma may end the list.
                if (!(clause.IsEmpty && range.End.GetOffset(text.Length) == text.Length))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
