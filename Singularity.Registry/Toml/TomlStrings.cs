using System.Globalization;
using System.Text;

namespace Singularity.Registry.Toml;

/// <summary>Reads the four kinds of strings.</summary>
internal static class TomlStrings
{
    /// <summary>A basic or literal string, of one line or several.</summary>
    public static string Read(ref TomlCursor cursor)
    {
        var quote = cursor.Peek();
        return cursor.Peek(1) == quote && cursor.Peek(2) == quote ? ReadMultiLine(ref cursor, quote) : ReadSingleLine(ref cursor);
    }

    public static string ReadSingleLine(ref TomlCursor cursor)
    {
        var quote = cursor.Take();
        var end = quote == '"' ? cursor.Rest.IndexOfAny('"', '\\', '\n') : cursor.Rest.IndexOfAny('\'', '\n');
        if (end >= 0 && cursor.Rest[end] == quote)
        {
            var plain = cursor.Rest[..end].ToString();
            cursor.Skip(end + 1);
            return plain;
        }

        var result = new StringBuilder();
        while (cursor.Peek() != quote)
        {
            if (cursor.IsAtEnd || cursor.Peek() is '\n')
            {
                throw cursor.Error("a string is not closed on its line.");
            }

            ReadCharacter(ref cursor, quote, result);
        }

        cursor.Skip(1);
        return result.ToString();
    }

    private static string ReadMultiLine(ref TomlCursor cursor, char quote)
    {
        var line = cursor.Line;
        cursor.Skip(3);
        if (cursor.Peek() == '\r' && cursor.Peek(1) == '\n')
        {
            cursor.Skip(1);
        }

        // A line break right behind the quotes is not part of the text.
        if (cursor.Peek() == '\n')
        {
            cursor.Take();
        }

        var result = new StringBuilder();
        while (!IsClosed(ref cursor, quote, result))
        {
            if (cursor.IsAtEnd)
            {
                throw new TomlException(line, "a string is not closed.");
            }

            ReadCharacter(ref cursor, quote, result);
        }

        return result.ToString();
    }

    /// <summary>Up to two quotes may stand right before the closing three.</summary>
    private static bool IsClosed(ref TomlCursor cursor, char quote, StringBuilder result)
    {
        var quotes = 0;
        while (quotes < 5 && cursor.Peek(quotes) == quote)
        {
            quotes++;
        }

        cursor.Skip(quotes);
        result.Append(quote, quotes >= 3 ? quotes - 3 : quotes);
        return quotes >= 3;
    }

    private static void ReadCharacter(ref TomlCursor cursor, char quote, StringBuilder result)
    {
        var c = cursor.Take();
        if (c != '\\' || quote == '\'')
        {
            result.Append(c);
            return;
        }

        switch (cursor.IsAtEnd ? TomlCursor.End : cursor.Take())
        {
            case 'b': result.Append('\b'); break;
            case 't': result.Append('\t'); break;
            case 'n': result.Append('\n'); break;
            case 'f': result.Append('\f'); break;
            case 'r': result.Append('\r'); break;
            case 'e': result.Append('\e'); break;
            case '"': result.Append('"'); break;
            case '\\': result.Append('\\'); break;
            case 'u': result.Append(ReadScalar(ref cursor, 4)); break;
            case 'U': result.Append(ReadScalar(ref cursor, 8)); break;
            case ' ' or '\t' or '\r' or '\n':
                // At a line's end: the text goes on at the next character that is not white.
                while (cursor.Peek() is ' ' or '\t' or '\r' or '\n')
                {
                    cursor.Take();
                }

                break;
            default:
                throw cursor.Error("a string holds an escape that TOML does not know.");
        }
    }

    private static string ReadScalar(ref TomlCursor cursor, int digits)
    {
        if (cursor.Rest.Length < digits
            || !int.TryParse(cursor.Rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.IsValid(value))
        {
            throw cursor.Error("a string holds an escape of no Unicode character.");
        }

        cursor.Skip(digits);
        return new Rune(value).ToString();
    }
}
