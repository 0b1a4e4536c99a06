namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Operators by the names that metadata give them.</summary>
internal static class OperatorNames
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_UnaryPlus"] = "+",
        ["op_UnaryNegation"] = "-",
        ["op_Increment"] = "++",
        ["op_Decrement"] = "--",
        ["op_LogicalNot"] = "!",
        ["op_OnesComplement"] = "~",
        ["op_True"] = "true",
        ["op_False"] = "false",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_LeftShift"] = "<<",
        ["op_RightShift"] = ">>",
        ["op_UnsignedRightShift"] = ">>>",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_CheckedAddition"] = "checked +",
        ["op_CheckedSubtraction"] = "checked -",
        ["op_CheckedMultiply"] = "checked *",
        ["op_CheckedDivision"] = "checked /",
        ["op_CheckedUnaryNegation"] = "checked -",
        ["op_CheckedIncrement"] = "checked ++",
        ["op_CheckedDecrement"] = "checked --",
    };

    /// <summary>The symbol, or null when the name is no operator's.</summary>
    public static string? Symbol(string name) => Symbols.GetValueOrDefault(name);

    /// <summary><c>implicit</c>, <c>explicit</c> or <c>explicit … checked</c>: what stands before and after the word operator; null for others.</summary>
    public static (string Before, string After)? Conversion(string name) => name switch
    {
        "op_Implicit" => ("implicit", ""),
        "op_Explicit" => ("explicit", ""),
        "op_CheckedExplicit" => ("explicit", "checked "),
        _ => null,
    };
}
