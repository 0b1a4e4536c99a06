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

    // A bit each.
    private const int Most = 32;

    private readonly SearchValues<string>[] _words;
    private readonly uint _notAscii;

    public WordSieve(string query)
    {
        string[] needles = [.. SearchTerms.Of(query).Select(Needle).Where(static needle => needle.Length >= Shortest).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
        _words = [.. needles.Select(static needle => SearchValues.Create([needle], StringComparison.OrdinalIgnoreCase))];
        for (var word = 0; word < needles.Length; word++)
        {
            _notAscii |= Ascii.IsValid(needles[word]) ? 0 : 1u << word;
        }
    }

    /// <summary>How many words are looked for, at most 32.</summary>
    public int Words => _words.Length;

    /// <summary>Which of them may be in JSON text, a bit each.</summary>
    public uint WordsIn(ReadOnlySpan<byte> json)
    {
        var rented = ArrayPool<char>.Shared.Rent(json.Length);
        try
        {
            // JSON writes what is not ASCII as escapes, which are not found by their letters.
            return WordsIn(rented.AsSpan(0, Encoding.UTF8.GetChars(json, rented))) | _notAscii;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>How many of the words may be in any of these texts.</summary>
    public int CountIn(params ReadOnlySpan<string?> texts)
    {
        var found = 0u;
        foreach (var text in texts)
        {
            found |= WordsIn(text.AsSpan());
        }

        return (int)uint.PopCount(found);
    }

    private uint WordsIn(ReadOnlySpan<char> text)
    {
        var found = 0u;
        for (var word = 0; word < _words.Length; word++)
        {
            found |= text.ContainsAny(_words[word]) ? 1u << word : 0;
        }

        return found;
    }

    // Stemming may end a word otherwise, as retries and retry end in retri: all but the last letter of a stem begins every form of the word.
    private static string Needle(string stem) => stem.Length > ShortStem || stem is [_, _, 'i'] ? stem[..^1] : stem;
}
