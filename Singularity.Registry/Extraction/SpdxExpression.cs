namespace Singularity.Registry.Extraction;

/// <summary>The grammar of SPDX licence expressions: identifiers joined by AND, OR and WITH, grouped by parentheses.</summary>
internal static class SpdxExpression
{
    /// <summary>Writes the expression with canonical identifiers and operators; null when the tokens do not form one.</summary>
    public static string? Format(IReadOnlyList<string> tokens, Func<string, string?> identifier)
    {
        var output = new List<string>(tokens.Count);
        var open = 0;
        var expectsOperand = true;
        foreach (var token in tokens)
        {
            var upper = token.ToUpperInvariant();
            var accepted = (upper, expectsOperand) switch
            {
                ("(", true) => ++open > 0,
                (")", false) => --open >= 0,
                ("AND" or "OR" or "WITH", false) => true,
                (_, true) => identifier(token) is not null,
                _ => false,
            };
            if (!accepted)
            {
                return null;
            }

            expectsOperand = upper is "(" or "AND" or "OR" or "WITH";
            output.Add(upper is "(" or ")" or "AND" or "OR" or "WITH" ? upper : identifier(token)!);
        }

        return open != 0 || expectsOperand ? null : Strip(string.Join(' ', output).Replace("( ", "(").Replace(" )", ")"));
    }

    /// <summary>Without parentheses around the whole.</summary>
    private static string Strip(string text) => text.StartsWith('(') && text.IndexOf(')') == text.Length - 1 ? text[1..^1] : text;
}
