using System.Globalization;
using System.Text;

namespace Singularity.Registry.Erlang;

/// <summary>Binaries of whole bytes: <c>&lt;&lt;"text"&gt;&gt;</c>, <c>&lt;&lt;"Größe"/utf8&gt;&gt;</c>, <c>&lt;&lt;195,156&gt;&gt;</c> and their mixtures.</summary>
internal static class ErlangBinaryReader
{
    /// <param name="count">Called for every part.</param>
    public static ErlangTerm.Binary Read(ErlangScanner scanner, Action count)
    {
        using var bytes = new MemoryStream();
        scanner.Take("<<");
        if (scanner.TryTake(">>"))
        {
            return new ErlangTerm.Binary([]);
        }

        do
        {
            count();
            scanner.SkipBlanks();
            if (scanner.Current == '"')
            {
                ReadTexts(scanner, bytes, count);
            }
            else
            {
                bytes.WriteByte(ReadByte(scanner));
            }
        }
        while (scanner.TryTake(","));
        scanner.Take(">>");
        return new ErlangTerm.Binary(bytes.ToArray());
    }

    private static void ReadTexts(ErlangScanner scanner, MemoryStream bytes, Action count)
    {
        do
        {
            count();
            var text = scanner.TakeQuoted();
            if (scanner.TryTake("/utf8"))
            {
                bytes.Write(Encoding.UTF8.GetBytes(text));
            }
            else if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
            {
                throw scanner.Problem("a binary holds characters above 255 but is not marked /utf8.");
            }
            else
            {
                bytes.Write(Encoding.Latin1.GetBytes(text));
            }

            scanner.SkipBlanks();
        }
        while (scanner.Current == '"');
    }

    private static byte ReadByte(ErlangScanner scanner)
    {
        var digits = scanner.TakeWhile(char.IsAsciiDigit);
        return digits.Length is > 0 and <= 3 && byte.TryParse(digits, NumberStyles.None, null, out var value) && scanner.Current is not (':' or '/' or '#')
            ? value
            : throw scanner.Problem("a binary is expected to hold texts and numbers up to 255, without sizes and types.");
    }
}
