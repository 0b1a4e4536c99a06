using System.Text;

namespace Singularity.Registry.Extraction.Spdx;

/// <summary>The grammar of SPDX licence expressions: licences, each with an exception or none, joined by AND and OR, grouped by parentheses.</summary>
internal static class SpdxExpression
{
    /// <summary>Writes the expression with canonical identifiers and operators; null when the text does not form one.</summary>
    /// <param name="license">The canonical identifier of a licence, or null.</param>
    public static string? Format(string text, Func<string, string?> license)
    {
        // Cargo's older separator.
        var tokens = text.Replace("(", " ( ").Replace(")", " ) ").Replace("/", " OR ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var output = new StringBuilder();
        var open = 0;
        var before = Token.Operator;
        foreach (var word in tokens)
        {
            var (token, written) = Read(word, before, license);
            open += token switch { Token.Open => 1, Token.Close => -1, _ => 0 };
            if (!MayFollow(before, token) || open < 0)
            {
                return null;
            }

            output.Append(output.Length == 0 || before == Token.Open || token == Token.Close ? "" : " ").Append(written);
            before = token;
        }

        return open == 0 && before is Token.License or Token.Exception or Token.Close ? WithoutOuterParentheses(output.ToString()) : null;
    }

    private static (Token Token, string? Written) Read(string word, Token before, Func<string, string?> license) => word.ToUpperInvariant() switch
    {
        "(" => (Token.Open, "("),
        ")" => (Token.Close, ")"),
        "AND" => (Token.Operator, "AND"),
        "OR" => (Token.Operator, "OR"),
        "WITH" => (Token.With, "WITH"),
        _ when before == Token.With => SpdxIdentifiers.Exception(word) is { } id ? (Token.Exception, id) : (Token.Unknown, null),
        _ => license(word) is { } id ? (Token.License, id) : (Token.Unknown, null),
    };

    private static bool MayFollow(Token before, Token token) => token switch
    {
        Token.Open or Token.License => before is Token.Operator or Token.Open,
        Token.Operator or Token.Close => before is Token.License or Token.Exception or Token.Close,
        Token.With => before == Token.License,
        Token.Exception => true,
        _ => false,
    };

    private static string WithoutOuterParentheses(string text)
    {
        while (text.StartsWith('(') && EndOfGroup(text) == text.Length - 1)
        {
            text = text[1..^1];
        }

        return text;
    }

    /// <summary>Where the parenthesis closes that the text starts with.</summary>
    private static int EndOfGroup(string text)
    {
        var (at, open) = (0, 1);
        while (open > 0)
        {
            open += text[++at] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return at;
    }

    private enum Token
    {
        Operator,
        Open,
        Close,
        With,
        License,
        Exception,
        Unknown,
    }
}
