namespace Singularity.Registry.Extraction.Python;

/// <summary>Which assignments belong to an API, and how they are shown.</summary>
internal static class PythonValue
{
    /// <summary>A longer value is data; what it is called and typed is what matters.</summary>
    private const int MaxValue = 120;

    private static readonly string[] TypeParameters = ["TypeVar(", "ParamSpec(", "TypeVarTuple(", "typing.TypeVar(", "t.TypeVar("];

    /// <summary>The declaration; null for a statement that declares nothing.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="rest">What follows the name.</param>
    /// <param name="owner">The class that it stands in, or null.</param>
    public static string? Declaration(string name, ReadOnlySpan<char> text, ReadOnlySpan<char> rest, PythonItem? owner)
    {
        if (rest is [':', ..])
        {
            return PythonText.IndexOutside(rest, '=') is var equals and > 0
                ? Show(text[..^(rest.Length - equals)], rest[(equals + 1)..])
                : PythonText.OneLine(text);
        }

        if (rest is not ['=', not '=', ..] || (owner is not null && !IsMember(name, owner)))
        {
            return null;
        }

        var value = rest[1..].TrimStart();
        foreach (var parameter in TypeParameters)
        {
            if (value.StartsWith(parameter, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return Show(name, rest[1..]);
    }

    /// <summary>Written in capitals, as constants are.</summary>
    public static bool IsConstant(string name) => name.Length > 1 && char.IsAsciiLetterUpper(name[0]) && !name.Any(char.IsAsciiLetterLower);

    /// <summary>Enumerations and named tuples of old declare their members without types.</summary>
    private static bool IsMember(string name, PythonItem owner) =>
        IsConstant(name) || owner.Code.Contains("Enum", StringComparison.Ordinal) || owner.Code.Contains("Flag)", StringComparison.Ordinal);

    private static string? Show(ReadOnlySpan<char> declaration, ReadOnlySpan<char> value)
    {
        var left = PythonText.OneLine(declaration);
        var right = value.Length > MaxValue * 4 ? null : PythonText.OneLine(value);
        return left is null ? null : right is { Length: > 0 and <= MaxValue } ? $"{left} = {right}" : $"{left} = ...";
    }
}
