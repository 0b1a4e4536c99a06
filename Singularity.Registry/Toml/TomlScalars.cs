using System.Globalization;

namespace Singularity.Registry.Toml;

/// <summary>Reads values without quotes and brackets: booleans, numbers, dates and times.</summary>
internal static class TomlScalars
{
    /// <summary>No number or date is longer.</summary>
    private const int MaxLength = 256;

    public static TomlValue Read(ref TomlCursor cursor)
    {
        var line = cursor.Line;
        var word = cursor.TakeWhile(IsWordPart);
        // A date and its time may be parted by one blank.
        if (word.Length == 10 && word[4] == '-' && cursor.Peek() == ' ' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            cursor.Skip(1);
            return new TomlDateTime(line, $"{word}T{cursor.TakeWhile(IsWordPart)}");
        }

        return word.Length == 0 ? throw cursor.Unexpected("a value")
            : (word.Length <= MaxLength ? Parse(line, word) : null)
                ?? throw new TomlException(line, $"{TomlKeys.Display(word.ToString())} is no value; strings need quotes.");
    }

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '_' or '.' or ':';

    private static TomlValue? Parse(int line, ReadOnlySpan<char> word) => word switch
    {
        "true" => new TomlBoolean(line, true),
        "false" => new TomlBoolean(line, false),
        "inf" or "+inf" => new TomlFloat(line, double.PositiveInfinity),
        "-inf" => new TomlFloat(line, double.NegativeInfinity),
        "nan" or "+nan" or "-nan" => new TomlFloat(line, double.NaN),
        _ when IsDateOrTime(word) => new TomlDateTime(line, word.ToString()),
        _ => Number(line, word),
    };

    private static bool IsDateOrTime(ReadOnlySpan<char> word) =>
        (word.Length >= 10 && char.IsAsciiDigit(word[0]) && word[4] == '-' && word[7] == '-') || (word.Length >= 5 && char.IsAsciiDigit(word[0]) && word[2] == ':');

    private static TomlValue? Number(int line, ReadOnlySpan<char> word)
    {
        if (!TryRemoveUnderscores(word, out var digits))
        {
            return null;
        }

        if (digits is ['0', 'x' or 'o' or 'b', ..])
        {
            return Radix(digits) is { } radix ? new TomlInteger(line, radix) : null;
        }

        var unsigned = digits.TrimStart('+').TrimStart('-');
        if (unsigned.Length == 0 || !char.IsAsciiDigit(unsigned[0]) || digits.Length - unsigned.Length > 1 || (unsigned.Length > 1 && unsigned[0] == '0' && char.IsAsciiDigit(unsigned[1])))
        {
            return null;
        }

        if (unsigned.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return !unsigned.EndsWith('.') && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? new TomlFloat(line, real) : null;
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new TomlInteger(line, whole) : null;
    }

    private static long? Radix(string digits)
    {
        var style = digits[1] == 'x' ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier;
        if (digits[1] != 'o')
        {
            return long.TryParse(digits.AsSpan(2), style, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : null;
        }

        long octal = 0;
        foreach (var c in digits.AsSpan(2))
        {
            if (c is < '0' or > '7' || octal > long.MaxValue >> 3)
            {
                return null;
            }

            octal = (octal << 3) + (c - '0');
        }

        return digits.Length > 2 ? octal : null;
    }

    /// <summary>An underscore stands between two digits.</summary>
    private static bool TryRemoveUnderscores(ReadOnlySpan<char> word, out string digits)
    {
        digits = "";
        for (var i = word.IndexOf('_'); i >= 0 && i < word.Length; i++)
        {
            if (word[i] == '_' && (i == 0 || i == word.Length - 1 || !char.IsAsciiHexDigit(word[i - 1]) || !char.IsAsciiHexDigit(word[i + 1])))
            {
                return false;
            }
        }

        digits = word.ToString().Replace("_", "", StringComparison.Ordinal);
        return true;
    }
}
