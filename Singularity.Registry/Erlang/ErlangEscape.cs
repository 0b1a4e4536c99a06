using System.Globalization;
using System.Text;

namespace Singularity.Registry.Erlang;

/// <summary>What may follow a backslash in quoted text and characters.</summary>
internal static class ErlangEscape
{
    /// <summary>The character that is meant, from the position after the backslash on.</summary>
    public static string Read(ErlangScanner scanner)
    {
        if (scanner.IsAtEnd)
        {
            throw scanner.Problem("a backslash ends the file.");
        }

        var c = scanner.Current;
        if (c is >= '0' and <= '7')
        {
            return Octal(scanner);
        }

        scanner.Position++;
        return c switch
        {
            'b' => "\b",
            'd' => "\u007F",
            'e' => "\u001B",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            's' => " ",
            't' => "\t",
            'v' => "\v",
            'x' => Hexadecimal(scanner),
            '^' => Control(scanner),
            _ => c.ToString(),
        };
    }

    private static string Octal(ErlangScanner scanner)
    {
        var code = 0;
        for (var i = 0; i < 3 && scanner.Current is >= '0' and <= '7'; i++)
        {
            code = (code * 8) + (scanner.Current - '0');
            scanner.Position++;
        }

        return ((char)code).ToString();
    }

    private static string Hexadecimal(ErlangScanner scanner)
    {
        var braces = scanner.Current == '{';
        scanner.Position += braces ? 1 : 0;
        var left = braces ? 6 : 2;
        var digits = scanner.TakeWhile(c => char.IsAsciiHexDigit(c) && left-- > 0);
        if (!int.TryParse(digits, NumberStyles.HexNumber, null, out var code) || !Rune.TryCreate(code, out var rune) || (braces && scanner.Current != '}'))
        {
            throw scanner.Problem("'\\x' names no character.");
        }

        scanner.Position += braces ? 1 : 0;
        return rune.ToString();
    }

    private static string Control(ErlangScanner scanner)
    {
        var code = scanner.Current & 0x1F;
        scanner.Position++;
        return ((char)code).ToString();
    }
}
