using System.Globalization;
using System.Numerics;

namespace Singularity.Registry.Erlang;

/// <summary>Integers, also of another base (<c>16#FF</c>), floats and characters (<c>$a</c>).</summary>
internal static class ErlangNumberReader
{
    public static ErlangTerm Read(ErlangScanner scanner)
    {
        var negative = scanner.Current == '-';
        if (scanner.Current is '-' or '+')
        {
            scanner.Position++;
            scanner.SkipBlanks();
        }

        if (scanner.Current == '$')
        {
            return new ErlangTerm.Integer(Signed(ReadCharacter(scanner), negative));
        }

        var whole = Digits(scanner, char.IsAsciiDigit);
        if (scanner.Current == '#')
        {
            scanner.Position++;
            return new ErlangTerm.Integer(Signed(OfBase(scanner, whole), negative));
        }

        if (scanner.Current != '.' || !char.IsAsciiDigit(scanner.Following))
        {
            return new ErlangTerm.Integer(Signed(BigInteger.Parse(whole, NumberStyles.None), negative));
        }

        scanner.Position++;
        var text = $"{(negative ? "-" : "")}{whole}.{Digits(scanner, char.IsAsciiDigit)}{Exponent(scanner)}";
        var value = double.Parse(text, NumberStyles.Float);
        return double.IsFinite(value) ? new ErlangTerm.Float(value) : throw scanner.Problem("a number is too large.");
    }

    private static string Exponent(ErlangScanner scanner)
    {
        if (scanner.Current is not ('e' or 'E'))
        {
            return "";
        }

        scanner.Position++;
        var sign = scanner.Current is '-' or '+' ? scanner.Current.ToString() : "";
        scanner.Position += sign.Length;
        return $"e{sign}{Digits(scanner, char.IsAsciiDigit)}";
    }

    private static BigInteger OfBase(ErlangScanner scanner, string text)
    {
        if (!int.TryParse(text, out var number) || number is < 2 or > 36)
        {
            throw scanner.Problem("a number's base must be 2 to 36.");
        }

        var result = BigInteger.Zero;
        foreach (var c in Digits(scanner, char.IsAsciiLetterOrDigit))
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.ToLowerInvariant(c) - 'a' + 10;
            result = digit < number ? (result * number) + digit : throw scanner.Problem($"'{c}' is no digit of base {number}.");
        }

        return result;
    }

    private static int ReadCharacter(ErlangScanner scanner)
    {
        scanner.Position++;
        if (scanner.IsAtEnd)
        {
            throw scanner.Problem("a character is expected after '$'.");
        }

        if (scanner.Current == '\\')
        {
            scanner.Position++;
            return char.ConvertToUtf32(ErlangEscape.Read(scanner), 0);
        }

        var isPair = char.IsSurrogatePair(scanner.Current, scanner.Following);
        var code = isPair ? char.ConvertToUtf32(scanner.Current, scanner.Following) : scanner.Current;
        scanner.Position += isPair ? 2 : 1;
        return code;
    }

    private static string Digits(ErlangScanner scanner, Func<char, bool> isDigit)
    {
        var digits = scanner.TakeWhile(c => isDigit(c) || c == '_');
        return digits.Length is > 0 and <= ErlangLimits.Digits && digits[0] != '_' && digits[^1] != '_'
            ? digits.ToString().Replace("_", "", StringComparison.Ordinal)
            : throw scanner.Problem($"a number of 1 to {ErlangLimits.Digits} digits is expected.");
    }

    private static BigInteger Signed(BigInteger value, bool negative) => negative ? -value : value;
}
