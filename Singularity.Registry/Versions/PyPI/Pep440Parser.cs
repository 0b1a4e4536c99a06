using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Singularity.Registry.Versions.PyPI;

/// <summary>Reads a version in every spelling of PEP 440's appendix B, forward and once.</summary>
internal ref struct Pep440Parser
{
    private const int MaxLength = 256;

    /// <summary>Dates and build numbers fit; longer runs of digits are no version that anyone compares.</summary>
    private const int MaxDigits = 18;

    private static readonly (string Word, Pep440Phase Phase)[] Phases =
    [
        ("alpha", Pep440Phase.Alpha), ("a", Pep440Phase.Alpha), ("beta", Pep440Phase.Beta), ("b", Pep440Phase.Beta),
        ("preview", Pep440Phase.Candidate), ("pre", Pep440Phase.Candidate), ("rc", Pep440Phase.Candidate), ("c", Pep440Phase.Candidate),
    ];

    private static readonly string[] PostWords = ["post", "rev", "r"];

    private static readonly string[] DevWords = ["dev"];

    private ReadOnlySpan<char> _rest;

    public static bool TryParse(string? text, [NotNullWhen(true)] out Pep440Version? version)
    {
        version = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var trimmed = text.Trim();
        var parser = new Pep440Parser { _rest = trimmed.ToLowerInvariant() };
        version = parser.Read(trimmed);
        return version is not null;
    }

    private Pep440Version? Read(string text)
    {
        _rest = _rest.StartsWith("v") ? _rest[1..] : _rest;
        if (Number() is not { } first)
        {
            return null;
        }

        var epoch = 0L;
        if (_rest.StartsWith("!"))
        {
            _rest = _rest[1..];
            (epoch, var release) = (first, Number());
            if (release is null)
            {
                return null;
            }

            first = release.Value;
        }

        var numbers = new List<long> { first };
        while (_rest.Length > 1 && _rest[0] == '.' && char.IsAsciiDigit(_rest[1]))
        {
            _rest = _rest[1..];
            if (Number() is not { } next)
            {
                return null;
            }

            numbers.Add(next);
        }

        var pre = Pre();
        var post = Post();
        var dev = Suffix(DevWords, out _);
        return Local() is { } local ? new Pep440Version(epoch, numbers, pre, post, dev, local, text) : null;
    }

    /// <summary>One run of digits; null, with nothing read, when there is none or it is too long.</summary>
    private long? Number()
    {
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var digits = _rest[..(end < 0 ? _rest.Length : end)];
        if (digits.Length == 0 || digits.TrimStart('0').Length > MaxDigits)
        {
            return null;
        }

        _rest = _rest[digits.Length..];
        return long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private Pep440Pre? Pre()
    {
        var words = Array.ConvertAll(Phases, static p => p.Word);
        return Suffix(words, out var word) is { } number ? new Pep440Pre(Phases[word].Phase, number) : null;
    }

    /// <summary><c>1.0-1</c> is a post-release without the word.</summary>
    private long? Post()
    {
        if (_rest.Length < 2 || _rest[0] != '-' || !char.IsAsciiDigit(_rest[1]))
        {
            return Suffix(PostWords, out _);
        }

        var before = _rest;
        _rest = _rest[1..];
        var number = Number();
        _rest = number is null ? before : _rest;
        return number;
    }

    /// <summary>An optional separator, a word, and optionally a number, itself with a separator before it; 0 when there is none.</summary>
    private long? Suffix(string[] words, out int word)
    {
        var rest = _rest.Length > 0 && IsSeparator(_rest[0]) ? _rest[1..] : _rest;
        for (word = 0; word < words.Length; word++)
        {
            if (!rest.StartsWith(words[word], StringComparison.Ordinal))
            {
                continue;
            }

            _rest = rest[words[word].Length..];
            // A separator that a letter follows belongs to the next suffix.
            if (_rest.Length > 0 && IsSeparator(_rest[0]) && (_rest.Length == 1 || !char.IsAsciiLetter(_rest[1])))
            {
                _rest = _rest[1..];
            }

            return _rest.Length > 0 && char.IsAsciiDigit(_rest[0]) ? Number() : 0;
        }

        return null;
    }

    /// <summary>The parts of the local label, and nothing after them; null when something else is left.</summary>
    private readonly string[]? Local()
    {
        if (_rest.Length == 0)
        {
            return [];
        }

        var parts = _rest[0] == '+' ? _rest[1..].ToString().Split('.', '-', '_') : [""];
        return Array.TrueForAll(parts, static p => p.Length > 0 && p.All(char.IsAsciiLetterOrDigit)) ? Array.ConvertAll(parts, WithoutZeros) : null;
    }

    private static bool IsSeparator(char c) => c is '.' or '-' or '_';

    private static string WithoutZeros(string part) =>
        part.AsSpan().ContainsAnyExceptInRange('0', '9') ? part : part.TrimStart('0') is { Length: > 0 } number ? number : "0";
}
