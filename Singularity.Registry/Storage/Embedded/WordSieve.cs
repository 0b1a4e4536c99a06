using System.Buffers;
using System.Text;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// Passes over text that has no word of a query, without cutting it into words: each word is looked for by the letters that it shares with its stem. What
/// passes may have none of them, as a sieve lets some chaff through; what is held back has none. Words of one letter, which are everywhere, are not looked for.
/// </summary>
internal sealed class WordSieve
{
    private const int Shortest = 2;
    private const int ShortStem = 3;
    private const int Most = 32;

    private readonly string[] _needles;
    private readonly SearchValues<string> _any;
    private readonly bool _passesAll;

    public WordSieve(string query)
    {
        _needles = [.. SearchTerms.Of(query).Select(Needle).Where(static needle => needle.Length >= Shortest).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
        _any = SearchValues.Create(_needles, StringComparison.OrdinalIgnoreCase);
        // What JSON writes as escapes is not found by its letters.
        _passesAll = _needles.Any(static needle => !Ascii.IsValid(needle));
    }

    /// <summary>Whether any word may be in JSON text.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> json)
    {
        if (_passesAll)
        {
            return true;
        }

        var rented = ArrayPool<char>.Shared.Rent(json.Length);
        try
        {
            return rented.AsSpan(0, Encoding.UTF8.GetChars(json, rented)).ContainsAny(_any);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>How many of the words may be in any of these texts.</summary>
    public int CountIn(params ReadOnlySpan<string?> texts)
    {
        var count = 0;
        foreach (var needle in _needles)
        {
            foreach (var text in texts)
            {
                if (text is not null && text.Contains(needle, StringComparison.OrdinalIgnoreCase))
                {
                    count++;
                    break;
                }
            }
        }

        return count;
    }

    // Stemming may end a word otherwise, as retries and retry end in retri: all but the last letter of a stem begins every form of the word.
    private static string Needle(string stem) => stem.Length > ShortStem || stem is [_, _, 'i'] ? stem[..^1] : stem;
}
